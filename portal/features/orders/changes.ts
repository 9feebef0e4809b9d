import { z } from 'zod';
import type { Id } from '#platform/ids.ts';

/**
 * The changes that can be quoted and ordered, by kind. Empty here: `shell/services.ts` enters those of all modules, so
 * that orders name no kind.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the shell through declaration merging
export interface ChangesByKind {}

export type ChangeKindName = keyof ChangesByKind;

/** A change that can be ordered: everything that costs or commits money. Discriminated by `kind`. */
export type OrderChange = ChangesByKind[ChangeKindName];

/** The kind of a change: one of `Services.changeKinds`, which the database checks too. Callers see an open text. */
export const ChangeKindText = z
  .string()
  .describe('Kind of the change: `purchase`, `seats`, `renewal`, `cancel` or `upgrade`; more may come.') as z.ZodType<
  ChangeKindName,
  ChangeKindName
>;

/** The customer's answers to a product's order form, by the field's name. */
export type Answers = Readonly<Record<string, string>>;

/** The content of a line of an order: of a draft as of a placed one. */
export type OrderedItem = Readonly<{
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
}>;
