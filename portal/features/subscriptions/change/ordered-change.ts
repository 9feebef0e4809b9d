import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { SeatCount } from '#platform/wire.ts';

const SubscriptionId = idOf('subscription').describe('Id of the subscription.');

/** Sets the number of seats of a subscription now. */
export const SeatChange = z.object({
  kind: z.literal('seats'),
  subscriptionId: SubscriptionId,
  seatCount: SeatCount.describe('New total of licences of the subscription, from 1 to the maximum of its product.'),
});
export type SeatChange = z.infer<typeof SeatChange>;

/**
 * Decides what happens when the term ends. `renews` is auto-renew on; `ends` is auto-renew off with an explicit
 * cancellation; `extendsMonthly` is auto-renew off and an extension month to month, at a higher price.
 */
export const RenewalChange = z.object({
  kind: z.literal('renewal'),
  subscriptionId: SubscriptionId,
  outcome: z
    .enum(['renews', 'ends', 'extendsMonthly'])
    .describe(
      'What happens when the term ends: `renews` for another term, `ends`, or `extendsMonthly` at a higher price.',
    ),
});
export type RenewalChange = z.infer<typeof RenewalChange>;

/** Cancels a subscription now, inside its cancellation window. */
export const CancelChange = z.object({ kind: z.literal('cancel'), subscriptionId: SubscriptionId });
export type CancelChange = z.infer<typeof CancelChange>;

/** The changes that an order can make to a subscription. */
export const OrderedChange = z.discriminatedUnion('kind', [SeatChange, RenewalChange, CancelChange]);
export type OrderedChange = z.infer<typeof OrderedChange>;
