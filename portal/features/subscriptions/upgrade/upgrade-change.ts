import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { SeatCount } from '#platform/wire.ts';
import { BillingCycle, SubscriptionId, TermDuration } from '../subscription-wire.ts';

/** The way in which seats change their product or term, at once. */
const To = z.discriminatedUnion('way', [
  z.object({
    way: z.literal('product').describe('Another product; of a trial, the paid one.'),
    offerId: idOf('offer').describe('Id of the offer that follows.'),
    termDuration: TermDuration,
    billingCycle: BillingCycle,
  }),
  z.object({
    way: z.literal('subscription').describe('Another subscription of the account, which receives the licences.'),
    subscriptionId: SubscriptionId.describe('Id of the subscription that receives the licences.'),
  }),
  z.object({
    way: z.literal('longerTerm').describe('The same product with a longer term.'),
    termDuration: TermDuration,
    billingCycle: BillingCycle,
  }),
]);

/** Moves seats of a subscription at once to another product, to another subscription, or to a longer term. */
export const UpgradeChange = z.object({
  kind: z.literal('upgrade').describe('Kind of the change: `upgrade`.'),
  subscriptionId: SubscriptionId,
  seatCount: SeatCount.describe(
    'Licences that move: all of the subscription, or some. Of a trial or an extension, the licences that it has afterwards.',
  ),
  to: To.describe('Where the licences move to.'),
});
export type UpgradeChange = z.infer<typeof UpgradeChange>;
