import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { ImpossibleView, PossibleView } from './quote-view.ts';

/** More than any SKU allows; the SKU's own bounds refuse with their own sentence. */
const SEAT_COUNT_CEILING = 100_000_000;

const SeatCount = z.int().min(1).max(SEAT_COUNT_CEILING);

/** What a product's order form asked for, by the field's name. */
export const Answers = z.record(z.string().max(60), z.string().trim().max(2000));
export type Answers = z.infer<typeof Answers>;

export const PurchaseLine = z.object({
  offerId: idOf('offer'),
  /** `P1M`, `P1Y`, `P3Y`. */
  termDuration: z.string().min(1).max(10),
  /** `monthly`, `annual`, `triennial`. */
  billingCycle: z.string().min(1).max(20),
  seatCount: SeatCount,
  answers: Answers.optional(),
});
export type PurchaseLine = z.infer<typeof PurchaseLine>;

/** Buys offers. Microsoft's need a tenant; the manual vendor's do not. */
export const PurchaseChange = z.object({
  kind: z.literal('purchase'),
  tenantId: idOf('tenant').nullable(),
  lines: z.array(PurchaseLine).min(1).max(50),
});
export type PurchaseChange = z.infer<typeof PurchaseChange>;

/** Sets the number of seats of a subscription now: `seatCount` is the new total. */
export const SeatChange = z.object({
  kind: z.literal('seats'),
  subscriptionId: idOf('subscription'),
  seatCount: SeatCount,
});
export type SeatChange = z.infer<typeof SeatChange>;

/**
 * What happens when the term ends: `renews` is auto-renew on, `ends` is auto-renew off with an explicit cancel, and
 * `extendsMonthly` auto-renew off and on month by month, at a higher price.
 */
export const RenewalChange = z.object({
  kind: z.literal('renewal'),
  subscriptionId: idOf('subscription'),
  outcome: z.enum(['renews', 'ends', 'extendsMonthly']),
});
export type RenewalChange = z.infer<typeof RenewalChange>;

/** Cancels a subscription now, inside its cancellation window. */
export const CancelChange = z.object({ kind: z.literal('cancel'), subscriptionId: idOf('subscription') });
export type CancelChange = z.infer<typeof CancelChange>;

/** Everything that costs or commits money. */
export const Change = z.discriminatedUnion('kind', [PurchaseChange, SeatChange, RenewalChange, CancelChange]);
export type Change = z.infer<typeof Change>;
export type ChangeKindName = Change['kind'];
export type ChangeOf<Kind extends ChangeKindName> = Extract<Change, { kind: Kind }>;

/** One thing that an order buys or changes, as it stands on the order. */
export type OrderLineDraft = Readonly<{
  offerId: Id<'offer'> | null;
  /** Null until a purchase has made it. */
  subscriptionId: Id<'subscription'> | null;
  /** Title of the offer, or name of the subscription. */
  name: string;
  /** Total after the change. */
  seatCount: number;
  termDuration: string;
  billingCycle: string;
  /** The customer's net price of one seat for one charge cycle, not rounded, locked with this order. Decimal text. */
  unitPricePerCycle: string;
  answers: Answers | null;
  /** Keys of the lines in `view.columns.today` that are charged when this line is confirmed; see `QuoteLine.key`. */
  chargeKeys: readonly string[];
}>;

/** How an order of a possible change is carried out. */
export type Execution = Readonly<{
  /** Key of `Services.vendors`. */
  vendor: string;
  /** Names of that vendor's steps, in order. */
  steps: readonly string[];
  tenantId: Id<'tenant'> | null;
  subscriptionId: Id<'subscription'> | null;
  lines: readonly OrderLineDraft[];
}>;

export type QuoteAnswer =
  | Readonly<{ possible: true; view: PossibleView; execution: Execution }>
  | Readonly<{ possible: false; view: ImpossibleView }>;

/** How one kind of change is quoted. Its order then runs `execution`. */
export type ChangeKind<Kind extends ChangeKindName> = Readonly<{
  kind: Kind;
  /**
   * Reads and decides; writes nothing and asks nobody outside. It is asked again when the order is placed, and must
   * answer the same as long as nothing has moved.
   *
   * @throws Refusal `….notFound` when the change names what the account does not have
   */
  quote(context: OperationContext, change: ChangeOf<Kind>): Promise<QuoteAnswer>;
}>;

export type ChangeKinds = { readonly [Kind in ChangeKindName]: ChangeKind<Kind> };
