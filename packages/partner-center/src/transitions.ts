import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes } from './collection.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

const Reason = z.looseObject({ code: z.coerce.number().int(), description: z.string().optional() });

/**
 * A product that a subscription can become, and the reasons against it.
 *
 * @source Partner Center, "Transition resources"
 */
export const TransitionEligibility = z.looseObject({
  operationId: z.string().optional(),
  /** The target, `productId:skuId:availabilityId`. */
  catalogItemId: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  /** Seats that can move. */
  quantity: z.number().int().optional(),
  /** By transition type: the whole subscription, or part of it to a new one. */
  eligibilities: z
    .array(
      z.looseObject({
        isEligible: z.boolean(),
        /** `transition_only`, `transition_with_license_transfer`. */
        transitionType: z.string(),
        errors: z.array(Reason).default([]),
      }),
    )
    .default([]),
  /**
   * Existing subscriptions of the target. Codes: 1 not active, 2 in its cancellation window, 3 shorter term, 4 ends
   * earlier.
   */
  subscriptionEligibilities: z
    .array(
      z.looseObject({
        isEligible: z.boolean(),
        subscriptionId: z.string(),
        subscriptionFriendlyName: z.string().optional(),
        subscriptionTermDuration: z.string().optional(),
        subscriptionBillingCycle: z.string().optional(),
        errors: z.array(Reason).default([]),
      }),
    )
    .default([]),
  attributes: Attributes.optional(),
});
export type TransitionEligibility = Known<z.output<typeof TransitionEligibility>>;

/** @source Partner Center, "Transition resources", TransitionEvent */
export const TransitionEvent = z.looseObject({
  /** `Conversion`, `LicenseReassignment`. */
  name: z.string(),
  /** `Started`, `Completed`, `Failed`; with a space behind it in a documented example. */
  status: z.string().transform((status) => status.trim()),
  timestamp: z.string().optional(),
});
export type TransitionEvent = Known<z.output<typeof TransitionEvent>>;

/**
 * @source Partner Center, "Transition resources"; `Events` has a capital in "Transition a new commerce subscription"
 */
export const Transition = z.preprocess(
  withSmallEvents,
  z.looseObject({
    operationId: z.string().optional(),
    fromCatalogItemId: z.string().optional(),
    fromSubscriptionId: z.string().optional(),
    toCatalogItemId: z.string(),
    /** Created by the transition if none was named. */
    toSubscriptionId: z.string().optional(),
    quantity: z.number().int(),
    termDuration: z.string().optional(),
    billingCycle: z.string().optional(),
    transitionType: z.string().optional(),
    promotionId: z.string().optional(),
    status: z.string().optional(),
    events: z.array(TransitionEvent).default([]),
    attributes: Attributes.optional(),
  }),
);
export type Transition = Known<z.output<typeof Transition>>;

export type NewTransition = Readonly<{
  fromCatalogItemId: string;
  toCatalogItemId: string;
  /** An existing subscription that the seats join. */
  toSubscriptionId?: string;
  quantity: number;
  termDuration?: string;
  billingCycle?: string;
  transitionType: 'transition_only' | 'transition_with_license_transfer';
  promotionId?: string;
}>;

type SubscriptionIds = Readonly<{ customerId: string; subscriptionId: string }>;

/** Upgrades of a subscription, whole or in part, and the conversion of a trial before its end. */
export function transitionCalls(transport: Transport) {
  return {
    /** @param query  `immediate` (default), or `scheduled` for the next renewal */
    listEligibilities: (
      path: SubscriptionIds,
      query: { eligibilityType?: 'immediate' | 'scheduled' } = {},
      options: CallOptions = {},
    ) =>
      transport.list(
        ROUTES.listTransitionEligibilities,
        { path, query: { eligibilityType: query.eligibilityType ?? 'immediate' } },
        TransitionEligibility,
        options,
      ),
    list: (path: SubscriptionIds, options: CallOptions = {}) =>
      transport.list(ROUTES.listTransitions, { path }, Transition, options),
    /** Starts a transition; the events of `list` show when it is done. It cannot be undone. */
    start: (path: SubscriptionIds, transition: NewTransition, options: CallOptions = {}) =>
      transport.read(
        ROUTES.startTransition,
        { path, body: { ...transition, fromSubscriptionId: path.subscriptionId } },
        Transition,
        options,
      ),
  };
}

function withSmallEvents(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('Events' in value)) return value;
  const { Events, ...rest } = value;
  return { ...rest, events: Events };
}
