import { z } from 'zod';
import { DateText, DecimalText, InstantText } from '#platform/wire.ts';
import type { ChangeKindName } from '../change-kind.ts';

/** The kind of a change: one of `Services.changeKinds`, which the database holds too. Callers see an open text. */
export const ChangeKindText = z
  .string()
  .describe('Kind of the change: `purchase`, `seats`, `renewal` or `cancel`; more may come.') as z.ZodType<
  ChangeKindName,
  ChangeKindName
>;

/** Values that fill a sentence. */
const FactValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** One line of money: `net = unitPricePerCycle × seatCount × billedDays / cycleDays`, rounded half up to the cent. */
export const QuoteLine = z.object({
  /** Unique within the view. */
  key: z.string(),
  kind: z.enum(['charge', 'refund']),
  /** Why: `purchase`, `seatsAdded`, `seatsRemoved`, `cancelled`, `chargeCycle`, `renewal`, `extendedServiceTerm`. */
  code: z.string(),
  name: z.string(),
  seatCount: z.number().int(),
  /** Customer's net price of one seat for a whole cycle, not rounded. */
  unitPricePerCycle: DecimalText,
  cycle: z.object({ startsOn: DateText, endsBefore: DateText }),
  billedDays: z.number().int(),
  cycleDays: z.number().int(),
  /** Negative for a refund. */
  net: DecimalText,
});
export type QuoteLine = z.infer<typeof QuoteLine>;

/** Lines with their sum; tax is on the sum of the nets, rounded half up once. */
export const QuoteColumn = z.object({
  lines: z.array(QuoteLine),
  net: DecimalText,
  tax: DecimalText,
  gross: DecimalText,
});
export type QuoteColumn = z.infer<typeof QuoteColumn>;

/** One thing that the change touches, before and after; a part that stays as it is is left out. */
export const QuoteItem = z.object({
  name: z.string(),
  /** For a link; null for what does not exist yet. */
  subscriptionId: z.string().nullable(),
  termDuration: z.string(),
  billingCycle: z.string(),
  seats: z.object({ before: z.number().int(), after: z.number().int() }).optional(),
  unitPricePerCycle: z.object({ before: DecimalText.nullable(), after: DecimalText }).optional(),
  /** The cycle that the price after is of, where it is not `billingCycle`. */
  nextBillingCycle: z.string().optional(),
  /** `renews`, `ends`, `extendsMonthly`, `unknown`. */
  termEndOutcome: z.object({ before: z.string(), after: z.string() }).optional(),
  /** Last day but one is charged: half-open. */
  term: z.object({ startsOn: DateText, endsBefore: DateText }).optional(),
});
export type QuoteItem = z.infer<typeof QuoteItem>;

export const PossibleView = z.object({
  possible: z.literal(true),
  kind: ChangeKindText,
  currency: z.string().length(3),
  /** 0 to 1. */
  taxRate: DecimalText,
  /** What changes. */
  items: z.array(QuoteItem),
  /** What it costs: charges are positive, refunds negative. */
  columns: z.object({
    today: QuoteColumn,
    /** The next charge that comes by itself; `on` is null when there is none. */
    nextCharge: QuoteColumn.extend({ on: DateText.nullable() }),
    /** All that this change causes from now to the end of the term, today's lines included. */
    untilTermEnd: QuoteColumn,
  }),
  /** Until when it can be taken back, and the net that then comes back; null: never. */
  undo: z.object({ until: InstantText, refund: DecimalText }).nullable(),
  /** What is bound after that: net to be paid until the last day before `endsBefore`. */
  commitment: z.object({ endsBefore: DateText, net: DecimalText }).nullable(),
  /** Codes of sentences (`orders.sideEffect.<code>`) with their values. */
  sideEffects: z.array(z.object({ code: z.string(), facts: FactValues })),
  validUntil: InstantText,
});
export type PossibleView = z.infer<typeof PossibleView>;

/** Why something cannot be done (`orders.impossible.<reason>`) and what can be done instead (`orders.instead.<action>`). */
export const ImpossibleView = z.object({
  possible: z.literal(false),
  kind: ChangeKindText,
  reason: z.string(),
  facts: FactValues,
  instead: z.object({ action: z.string(), facts: FactValues }).nullable(),
});
export type ImpossibleView = z.infer<typeof ImpossibleView>;

/** What the Consequences panel shows. */
export const QuoteView = z.discriminatedUnion('possible', [PossibleView, ImpossibleView]);
export type QuoteView = z.infer<typeof QuoteView>;
