import { z } from 'zod';
import { Attributes, Link } from './collection.ts';
import type { Known } from './read-answer.ts';

const InstructedProduct = z.looseObject({
  productId: z.string().optional(),
  skuId: z.string().optional(),
  availabilityId: z.string().optional(),
  billingCycle: z.string().optional(),
  termDuration: z.string().optional(),
  promotionId: z.string().optional(),
});

/**
 * The instructions for the next term.
 *
 * @source Partner Center, "Subscription resources", scheduledNextTermInstructions
 */
export const ScheduledInstructions = z.looseObject({
  product: InstructedProduct.optional(),
  quantity: z.number().int().optional(),
  customTermEndDate: z.string().optional(),
});
export type ScheduledInstructions = Known<z.output<typeof ScheduledInstructions>>;

/**
 * An action at the end of the term (or on a date), since extended service terms exist.
 *
 * @source Guess: field names as three open-source clients of 2026 have them. One of them writes `scheduledType`; read
 *          as `scheduleType`, which is also what is sent.
 */
export const ScheduledAction = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null || !('scheduledType' in value) || 'scheduleType' in value)
      return value;
    const { scheduledType, ...others } = value;
    return { scheduleType: scheduledType, ...others };
  },
  z.looseObject({
    /** `TermEnd`, `CustomDate`. */
    scheduleType: z.string(),
    /** `RenewToNewTerm`, `RenewToExtendedServiceTerm`, `Cancel`, `Transition`. */
    actionType: z.string(),
    /** For `CustomDate`. */
    effectiveDate: z.string().optional(),
    instructions: ScheduledInstructions.optional(),
  }),
);
export type ScheduledAction = Known<z.output<typeof ScheduledAction>>;

/** Seats that can be returned, by batch. @source Partner Center, "Subscription resources" */
export const RefundableQuantity = z.looseObject({
  totalQuantity: z.number().int(),
  details: z
    .array(
      z.looseObject({
        quantity: z.number().int(),
        /** Instant, exclusive. */
        allowedUntilDateTime: z.string(),
      }),
    )
    .default([]),
});
export type RefundableQuantity = Known<z.output<typeof RefundableQuantity>>;

/** A subscription as Partner Center describes it. @source Partner Center, "Subscription resources" */
export const Subscription = z.looseObject({
  id: z.string(),
  /** `productId:skuId:availabilityId`. */
  offerId: z.string().optional(),
  offerName: z.string().optional(),
  friendlyName: z.string().optional(),
  /** `OnlineServicesNCE` for New Commerce services by licence. */
  productType: z.looseObject({ id: z.string(), displayName: z.string().optional() }).optional(),
  quantity: z.number().int(),
  unitType: z.string().optional(),
  hasPurchasableAddons: z.boolean().optional(),
  creationDate: z.string().optional(),
  effectiveStartDate: z.string().optional(),
  /** Last day of the term (inclusive), at midnight UTC. */
  commitmentEndDate: z.string().optional(),
  commitmentEndDateTime: z.string().optional(),
  billingCycleEndDate: z.string().optional(),
  billingCycleEndDateTime: z.string().optional(),
  /** The instant until which it can be cancelled; absent if it cannot. */
  cancellationAllowedUntilDate: z.string().optional(),
  /** `none`, `active`, `pending`, `suspended`, `expired`, `disabled`, `deleted`. */
  status: z.string(),
  autoRenewEnabled: z.boolean(),
  isTrial: z.boolean().optional(),
  billingType: z.string().optional(),
  billingCycle: z.string().optional(),
  termDuration: z.string().optional(),
  /** Empty if the next term is as long as this one. */
  renewalTermDuration: z.string().optional(),
  promotionId: z.string().optional(),
  refundOptions: z.array(z.looseObject({ type: z.string(), expiresAt: z.string().optional() })).optional(),
  /** Absent means unknown, not zero: suspended subscriptions and old services leave it out. */
  refundableQuantity: RefundableQuantity.optional(),
  suspensionReasons: z.array(z.string()).optional(),
  scheduledNextTermInstructions: ScheduledInstructions.optional(),
  scheduledActions: z.array(ScheduledAction).optional(),
  nextChargeInstructions: ScheduledInstructions.optional(),
  migratedFromSubscriptionId: z.string().optional(),
  partnerId: z.string().optional(),
  contractType: z.string().optional(),
  publisherName: z.string().optional(),
  orderId: z.string().optional(),
  links: z
    .looseObject({
      self: Link.optional(),
      product: Link.optional(),
      sku: Link.optional(),
      availability: Link.optional(),
    })
    .optional(),
  attributes: Attributes.optional(),
});
export type Subscription = Known<z.output<typeof Subscription>>;

/** @source Partner Center, "Get subscription provisioning status" */
export const SubscriptionProvisioning = z.looseObject({
  skuId: z.string().optional(),
  /** `success`, `pending`, `failed`. */
  status: z.string(),
  quantity: z.number().int().optional(),
  endDate: z.string().optional(),
});
export type SubscriptionProvisioning = Known<z.output<typeof SubscriptionProvisioning>>;

/** @source Partner Center, "Get a list of custom term end dates" */
export const CustomTermEndDate = z.looseObject({
  /** `calendarMonthAligned`, `subscriptionAligned`. */
  allowedCustomTermEndDateType: z.string(),
  cotermSubscriptionIds: z.array(z.string()).optional(),
  allowedCustomTermEndDate: z.string(),
});
export type CustomTermEndDate = Known<z.output<typeof CustomTermEndDate>>;
