import type { ActionName } from '@licence-portal/nce';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { DateText, InstantText, MoneyWire } from '#platform/wire.ts';
import { ChargeOfSubscription, EventOfSubscription, OrderOfSubscription } from './subscription-history.ts';
import {
  BillingCycle,
  NextCharge,
  OrderNumber,
  OrderStatus,
  SeatCountShown,
  SentenceFacts,
  SubscriptionId,
  SubscriptionName,
  SubscriptionStatus,
  TermDuration,
  TermEndOutcomeText,
} from './subscription-wire.ts';

/** The actions of the rules that a subscription's page needs. */
export const SHOWN_ACTIONS = [
  'addSeats',
  'removeSeats',
  'turnAutoRenewOff',
  'turnAutoRenewOn',
  'cancelAtTermEnd',
  'cancelNow',
] as const satisfies readonly ActionName[];

export const ShownAction = z.discriminatedUnion('allowed', [
  z.object({
    allowed: z.literal(true).describe('The action is possible now.'),
    until: InstantText.nullable().describe('Instant at which it stops being possible; null where none is known.'),
  }),
  z.object({
    allowed: z.literal(false).describe('The action is not possible now.'),
    reason: z.string().describe('Code of the reason, such as `windowClosed`.'),
    facts: SentenceFacts,
    alternative: z.string().nullable().describe('Action that is possible in its place; null where there is none.'),
  }),
]);

const RefundableBatch = z
  .object({
    seatCount: z.number().int().describe('Licences of the batch, 1 or more.'),
    refundableUntil: InstantText.describe('Instant at which its window closes, exclusive.'),
    refunds: z
      .array(
        z.object({
          on: DateText.describe('Day on which the licences are returned.'),
          net: MoneyWire.describe('Net refund on that day.'),
        }),
      )
      .describe('Refund for all of them today and on each later day of the window; empty where it is not known.'),
  })
  .describe('Licences that were added together and can still be returned.');

const PendingOrder = z.object({
  orderId: idOf('order').describe('Id of the order.'),
  number: OrderNumber,
  kind: z.string().describe('Kind of the change: `seats`, `renewal` or `cancel`.'),
  status: OrderStatus,
  seatCount: z.number().int().nullable().describe('New total of licences; null unless the kind is `seats`.'),
  outcome: z.string().nullable().describe('Chosen outcome at the end of the term; null unless the kind is `renewal`.'),
  placedAt: InstantText.describe('Instant at which the order was placed.'),
});

const ScheduledChange = z.object({
  seatCount: z.number().int().nullable().describe('Licences of the next term; null where they stay the same.'),
  termDuration: TermDuration.nullable(),
  billingCycle: BillingCycle.nullable(),
});

const Difference = z.object({
  field: z.string().describe('Field that differs: `seatCount`, `status`, `autoRenew`, `termEndOutcome` …'),
  requested: z.string().describe('Requested value.'),
  found: z.string().describe("Value in the vendor's last answer."),
});

/** Everything that the page of a subscription shows. */
export const SubscriptionDetails = z.object({
  subscriptionId: SubscriptionId,
  name: SubscriptionName,
  ownName: z.string().nullable().describe('Name that the account gave it; null: the name is that of the vendor.'),
  costCentre: z.string().nullable().describe('Cost centre that the account gave it; null for none.'),
  offerTitle: z.string().nullable().describe('Title of the plan in the catalogue; null where it has none.'),
  productId: idOf('product').nullable().describe('Id of the product in the catalogue; null where it has none.'),
  vendor: z.string().describe('Key of the vendor who provides it.'),
  vendorSubscriptionId: z.string().describe('Id of the subscription at the vendor.'),
  tenantDomain: z.string().nullable().describe('Domain of the Microsoft tenant; null where it has none.'),
  status: SubscriptionStatus,
  isSuspended: z.boolean().describe('The vendor has suspended it: nobody can use it.'),
  isTrial: z.boolean().describe('It is a free trial.'),
  isExtended: z.boolean().describe('It is in the month-to-month extension after its term.'),
  seatCount: SeatCountShown,
  seatCountMin: z.number().int().nullable().describe('Fewest licences of the product; null where none is known.'),
  seatCountMax: z.number().int().nullable().describe('Most licences of the product; null where none is known.'),
  term: z
    .object({
      startsOn: DateText.describe('First day of the term.'),
      endsBefore: DateText.describe('First day after the term.'),
    })
    .describe('The present term.'),
  termDuration: TermDuration,
  billingCycle: BillingCycle,
  nextBillingCycle: BillingCycle.nullable().describe('Billing cycle from the next charge on; null where it stays.'),
  autoRenew: z.boolean().describe('Auto-renew is on at the vendor.'),
  termEndOutcome: TermEndOutcomeText,
  unitPricePerCycle: MoneyWire.describe(
    'Net price of one licence for one charge cycle, not rounded, locked until the term ends.',
  ),
  netPerCycle: MoneyWire.describe('Net price of all licences for one charge cycle.'),
  nextCharge: NextCharge,
  remainingNet: MoneyWire.nullable().describe(
    'Net sum of the charges of this term after today; null where none is left.',
  ),
  cancellationAllowedUntil: InstantText.nullable().describe(
    'Instant at which the cancellation window closes, exclusive; null where the vendor does not report it.',
  ),
  batches: z
    .array(RefundableBatch)
    .nullable()
    .describe(
      'Batches of licences that can be returned now, the one that closes first in front; null where the vendor does not ' +
        'report them.',
    ),
  scheduled: ScheduledChange.nullable().describe('Change scheduled for the renewal; null where there is none.'),
  actions: z.record(z.enum(SHOWN_ACTIONS), ShownAction).describe('Which actions are possible now, and why not.'),
  pendingOrder: PendingOrder.nullable().describe('Open order that is changing it; null where there is none.'),
  differences: z
    .array(Difference)
    .describe("Requested values that the vendor's last answer does not show; empty when it shows all."),
  events: z.array(EventOfSubscription).describe('Its events, the newest 50 first.'),
  orders: z
    .array(OrderOfSubscription)
    .describe('The order that bought it and those that changed it, the newest 50 first.'),
  charges: z.array(ChargeOfSubscription).describe('Its charges and refunds, the newest 50 first.'),
  readAt: InstantText.describe('Instant at which it was last read from the vendor.'),
});
