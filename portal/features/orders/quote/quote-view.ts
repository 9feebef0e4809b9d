import { z } from 'zod';
import { DateText, DecimalText, InstantText } from '#platform/wire.ts';
import { ChangeKindText } from '../changes.ts';

/** Values that fill a sentence. */
const FactValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .describe('Values that fill the sentence.');

/** One line of money: `net = unitPricePerCycle × seatCount × billedDays / cycleDays`, rounded half up to the cent. */
export const QuoteLine = z.object({
  key: z.string().describe('Key of the line, unique within the quote.'),
  kind: z
    .enum(['charge', 'refund', 'saving'])
    .describe('Whether the line is charged, refunded, or a later charge that no longer occurs (`saving`).'),
  code: z
    .string()
    .describe(
      'Why: `purchase`, `seatsAdded`, `seatsRemoved`, `cancelled`, `movedOut`, `movedIn`, `chargeCycle`, ' +
        '`noLongerCharged`, `renewal` or `extendedServiceTerm`.',
    ),
  name: z.string().describe('Name of the product or subscription.'),
  seatCount: z.number().int().describe('Number of licences.'),
  unitPricePerCycle: DecimalText.describe('Net price of one licence for a whole billing cycle, not rounded.'),
  cycle: z
    .object({
      startsOn: DateText.describe('First day of the cycle.'),
      endsBefore: DateText.describe('Day after the last day of the cycle.'),
    })
    .describe('The billing cycle.'),
  billedDays: z.number().int().describe('Days of the cycle that are billed.'),
  cycleDays: z.number().int().describe('Days of the whole cycle.'),
  months: z
    .object({
      billed: z.number().int().describe('Months of the cycle that are billed.'),
      cycle: z.number().int().describe('Months of the whole cycle.'),
    })
    .optional()
    .describe('Where the line is counted in months instead of days.'),
  net: DecimalText.describe('Net amount, rounded half up to the cent; negative for a refund and a saving.'),
});
export type QuoteLine = z.infer<typeof QuoteLine>;

/** Lines with their sum; tax is rounded half up once on each invoice, which holds the charges of a month. */
export const QuoteColumn = z.object({
  lines: z.array(QuoteLine).describe('Lines of the sum.'),
  net: DecimalText.describe('Sum of the net amounts.'),
  tax: DecimalText.describe('Sum of the VAT of the invoices, each rounded half up once on its net sum.'),
  gross: DecimalText.describe('Net plus VAT.'),
});
export type QuoteColumn = z.infer<typeof QuoteColumn>;

const Plan = z.object({
  termDuration: z.string().describe('Term, ISO 8601: `P1M`, `P1Y` or `P3Y`.'),
  billingCycle: z.string().describe('How it is billed: `monthly`, `annual`, `triennial` or `none`.'),
});

/** One thing that the change touches, before and after; parts that do not change are left out. */
export const QuoteItem = z.object({
  name: z.string().describe('Name of the product or subscription.'),
  subscriptionId: z.string().nullable().describe('Id of the subscription; null when it does not exist yet.'),
  termDuration: z.string().describe('Term, ISO 8601: `P1M`, `P1Y` or `P3Y`.'),
  billingCycle: z.string().describe('How it is billed: `monthly`, `annual`, `triennial` or `none`.'),
  seats: z
    .object({
      before: z.number().int().describe('Licences before.'),
      after: z.number().int().describe('Licences after.'),
    })
    .optional()
    .describe('Number of licences.'),
  unitPricePerCycle: z
    .object({
      before: DecimalText.nullable().describe('Price before; null when there was none.'),
      after: DecimalText.describe('Price after.'),
    })
    .optional()
    .describe('Net price of one licence for one billing cycle, not rounded.'),
  nextBillingCycle: z
    .string()
    .optional()
    .describe('Billing cycle of the price after, where it differs from `billingCycle`.'),
  termEndOutcome: z
    .object({
      before: z.string().describe('`renews`, `ends`, `extendsMonthly` or `unknown`.'),
      after: z.string().describe('`renews`, `ends`, `extendsMonthly` or `unknown`.'),
    })
    .optional()
    .describe('Outcome at the end of the term.'),
  product: z
    .object({
      before: z.string().describe('Title of the product before.'),
      after: z.string().describe('Title of the product after.'),
    })
    .optional()
    .describe('The product.'),
  plan: z
    .object({
      before: Plan.describe('Term and billing before.'),
      after: Plan.describe('Term and billing after.'),
    })
    .optional()
    .describe('The term and its billing.'),
  termEndsBefore: z
    .object({
      before: DateText.describe('Day after the last day of the term before.'),
      after: DateText.describe('Day after the last day of the term after.'),
    })
    .optional()
    .describe('The end of the term.'),
  term: z
    .object({
      startsOn: DateText.describe('First day of the term.'),
      endsBefore: DateText.describe('Day after the last day of the term.'),
    })
    .optional()
    .describe('The term.'),
});
export type QuoteItem = z.infer<typeof QuoteItem>;

export const PossibleView = z.object({
  possible: z.literal(true).describe('The change is possible now.'),
  kind: ChangeKindText,
  currency: z.string().length(3).describe('Currency of all amounts, ISO 4217.'),
  taxRate: DecimalText.describe('VAT rate, 0 to 1.'),
  items: z.array(QuoteItem).describe('The things that change.'),
  columns: z
    .object({
      today: QuoteColumn.describe('Amounts charged or refunded when the order is confirmed.'),
      nextCharge: QuoteColumn.extend({
        on: DateText.nullable().describe('Day of the charge; null when there is none.'),
      }).describe('The next recurring charge.'),
      untilTermEnd: QuoteColumn.describe("All charges of this change up to the end of the term, today's included."),
    })
    .describe('Costs: charges are positive, refunds negative.'),
  undo: z
    .object({
      until: InstantText.describe('Until when the change can be undone.'),
      refund: DecimalText.describe('Net amount that is refunded if the change is undone at once.'),
      periods: z
        .array(
          z.object({
            until: InstantText.describe('Until when this amount is refunded; exclusive.'),
            refund: DecimalText.describe('Net amount that is refunded.'),
          }),
        )
        .default([])
        .describe('The refund now and in each later period, in order; the last one ends with the window.'),
    })
    .nullable()
    .describe('How long the change can be undone; null when it cannot.'),
  commitment: z
    .object({
      endsBefore: DateText.describe('Day after the last day of the commitment.'),
      net: DecimalText.describe('Net amount due until then.'),
    })
    .nullable()
    .describe('The commitment once the change can no longer be undone; null when there is none.'),
  sideEffects: z
    .array(z.object({ code: z.string().describe('Code of the sentence.'), facts: FactValues }))
    .describe('Other consequences, such as scheduled changes that are deleted.'),
  validUntil: InstantText.describe('Until when the quote can be ordered.'),
});
export type PossibleView = z.infer<typeof PossibleView>;

/** A change that is not possible, with its reason and the alternative. */
export const ImpossibleView = z.object({
  possible: z.literal(false).describe('The change is not possible now.'),
  kind: ChangeKindText,
  reason: z.string().describe('Code of the reason. More codes may come.'),
  facts: FactValues,
  instead: z
    .object({ action: z.string().describe('Code of the action that is possible instead.'), facts: FactValues })
    .nullable()
    .describe('The alternative; null when there is none.'),
});
export type ImpossibleView = z.infer<typeof ImpossibleView>;

/** A quote as the consequences panel shows it. */
export const QuoteView = z
  .discriminatedUnion('possible', [PossibleView, ImpossibleView])
  .describe('Costs, commitments and consequences of the change, or the reason why it is not possible.');
export type QuoteView = z.infer<typeof QuoteView>;
