import { money } from '@licence-portal/nce';
import { subtract, sum } from '@licence-portal/nce/money';
import type { z } from 'zod';
import { type MoneyWire, moneyWire } from '#platform/wire.ts';
import type { getOverview } from '../get-overview.ts';

/** Days ahead that "Non ora" offers, beside the last day. */
const POSTPONED_DAYS = [1, 3, 7, 30];

/**
 * The days until which a decision can be postponed, ISO: some near ones, and the last one.
 *
 * @param latest  the last one; null where it cannot be postponed
 */
export function postponementDays(today: string, latest: string | null): string[] {
  if (latest === null) return [];
  const from = Temporal.PlainDate.from(today);
  const near = POSTPONED_DAYS.map((days) => from.add({ days }).toString()).filter((day) => day < latest);
  return [...near, latest];
}

type Spend = z.output<(typeof getOverview)['output']>['spend'];

/** The spend as the dashboard shows it: against the last month, and of a year together. */
export function spendFacts({ thisMonth, months, products, columns }: Spend) {
  const amountOf = ({ amount, currency }: MoneyWire) => money(amount, currency);
  const month = months[0] === undefined ? '' : Temporal.PlainYearMonth.from(months[0].month).subtract({ months: 1 });
  const last = columns.findLast((column) => column.month < month.toString());
  const { currency } = thisMonth;
  return {
    thisMonth,
    month: month.toString(),
    difference: moneyWire(subtract(amountOf(thisMonth), last === undefined ? money(0, currency) : amountOf(last.net))),
    nextYear: moneyWire(
      sum(
        months.map(({ net }) => amountOf(net)),
        currency,
      ),
    ),
    products,
    // An account that began in October has no columns before it.
    columns: columns.slice(columns.findIndex((column) => column.month >= month.toString() || isSome(column.net))),
  };
}

function isSome({ amount }: MoneyWire): boolean {
  return /[1-9]/.test(amount);
}
