import { z } from 'zod';
import { SeatCount } from '#platform/wire.ts';
import { SubscriptionId } from '../subscription-wire.ts';
import { UpgradeChange } from '../upgrade/upgrade-change.ts';

const kindOf = <Kind extends string>(kind: Kind) => z.literal(kind).describe(`Kind of the change: \`${kind}\`.`);

/** Sets the number of seats of a subscription now. */
export const SeatChange = z.object({
  kind: kindOf('seats'),
  subscriptionId: SubscriptionId,
  seatCount: SeatCount.describe('New total of licences of the subscription, from 1 to the maximum of its product.'),
});
export type SeatChange = z.infer<typeof SeatChange>;

/** The outcomes that can be chosen for the end of a term. */
export const RENEWAL_OUTCOMES = ['renews', 'ends', 'extendsMonthly'] as const;
export type RenewalOutcome = (typeof RENEWAL_OUTCOMES)[number];

/**
 * Decides what happens when the term ends. `renews` is auto-renew on; `ends` is auto-renew off with an explicit
 * cancellation; `extendsMonthly` is auto-renew off and an extension month to month, at a higher price.
 */
export const RenewalChange = z.object({
  kind: kindOf('renewal'),
  subscriptionId: SubscriptionId,
  outcome: z
    .enum(RENEWAL_OUTCOMES)
    .describe(
      'Outcome at the end of the term: `renews` for another term, `ends`, or `extendsMonthly` at a higher price.',
    ),
});
export type RenewalChange = z.infer<typeof RenewalChange>;

/** Cancels a subscription now, inside its cancellation window. */
export const CancelChange = z.object({ kind: kindOf('cancel'), subscriptionId: SubscriptionId });
export type CancelChange = z.infer<typeof CancelChange>;

/** The changes that a vendor makes to one subscription as it is. */
export const DirectChange = z.discriminatedUnion('kind', [SeatChange, RenewalChange, CancelChange]);
export type DirectChange = z.infer<typeof DirectChange>;

/** The changes that an order can make to a subscription. */
export const OrderedChange = z.discriminatedUnion('kind', [SeatChange, RenewalChange, CancelChange, UpgradeChange]);
export type OrderedChange = z.infer<typeof OrderedChange>;
