import type { Money } from '@licence-portal/nce';
import { z } from 'zod';
import { COUNTED_MAX } from './counted-max.ts';

/*
 * Operations take and give JSON: the same values reach a page, the REST API and the command line. Instants and dates
 * are ISO 8601 strings, exact decimals are strings; inside a module they are `Temporal` and `Decimal`.
 */

/** A moment, UTC, ISO 8601: `2026-03-02T09:00:00Z`. */
export const InstantText = z.iso.datetime({ offset: true });
/** A calendar date, ISO 8601: `2026-03-02`. */
export const DateText = z.iso.date();
/** An exact decimal, `1234.5`; never with a thousands separator, never in exponent form. */
export const DecimalText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ examples: ['31.00'] });
/**
 * An amount as a person types it or a program sends it: zero or more, at most two decimals. With a comma for decimals,
 * points separate thousands (`1.250,00`); without, the point is the decimal sign (`1250.00`). The one parse of amounts.
 */
export const AmountText = z
  .string()
  .trim()
  .min(1, { abort: true })
  .overwrite((text) => (text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text))
  .regex(/^\d{1,12}(\.\d{1,2})?$/, { error: 'input.notAnAmount', abort: true });
/** Money as it leaves the portal. The amount may carry more digits than the currency (unit prices do). */
export const MoneyWire = z
  .object({
    amount: DecimalText.describe('Exact decimal; may have more digits than the currency.'),
    currency: z
      .string()
      .length(3)
      .describe('Code of ISO 4217.')
      .meta({ examples: ['EUR'] }),
  })
  .meta({ id: 'Money', description: 'An exact amount in a currency.' });
export type MoneyWire = z.infer<typeof MoneyWire>;

export function moneyWire(money: Money): MoneyWire {
  return { amount: money.amount.toFixed(), currency: money.currency };
}

/** Languages the portal speaks. */
export const Locale = z.enum(['it', 'en']);
export type Locale = z.infer<typeof Locale>;

/** Rows of a page, at most. */
export const PAGE_SIZE_MAX = 200;

/** The page of a list that the caller wants. Every list takes these two fields. */
export const PageRequest = z.object({
  page: z.int().min(1).max(100_000).default(1).describe('Number of the page, from 1.'),
  pageSize: z.int().min(1).max(PAGE_SIZE_MAX).default(25).describe('Rows of a page, 1 to 200.'),
});

/** The words that a list is searched for. Every list that can be searched takes it as `search`. */
export const SearchText = z.string().trim().max(200).default('').describe('Words to search for, in any order.');

/** One page of a list. Every list answers in this shape; fields about the whole list are beside `items`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).describe('The rows of this page.'),
    total: z.number().int().describe('Rows of all pages.'),
  });
}

/** One page of a list that may be long: its rows are counted up to `COUNTED_MAX`. */
export function countedPageOf<Item extends z.ZodType>(item: Item) {
  return pageOf(item).extend({
    total: z
      .number()
      .int()
      .describe(
        `Rows of all pages; ${COUNTED_MAX + 1} where there are more than ${COUNTED_MAX}, which are not counted.`,
      ),
  });
}

/** The rows to skip before a page. */
export function offsetOf({ page, pageSize }: z.output<typeof PageRequest>): number {
  return (page - 1) * pageSize;
}

/** More than any product allows; the product's own bounds refuse with their own sentence. */
const SEAT_COUNT_CEILING = 100_000_000;

/** A number of licences, at least one. Pages read it from a form with `numberIn`. */
export const SeatCount = z.int().min(1).max(SEAT_COUNT_CEILING);
