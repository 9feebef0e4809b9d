import { Decimal, type DecimalValue, money, withTax } from '@licence-portal/nce';
import { sum } from '@licence-portal/nce/money';
import type { PossibleView, QuoteColumn, QuoteLine } from './quote/quote-view.ts';
import type { OrderStatus } from './tables.ts';

/** Sums a column: IVA on the sum of the net lines, rounded half up once. */
export function columnOf(lines: readonly QuoteLine[], taxRate: DecimalValue, currency: string): QuoteColumn {
  const { net, tax, gross } = totalOf(
    lines.map((line) => line.net),
    taxRate,
    currency,
  );
  return { lines: [...lines], net: net.toFixed(), tax: tax.toFixed(), gross: gross.toFixed() };
}

/**
 * Sums a column of several invoices: IVA on the net sum of each calendar month in which its lines are charged, so that
 * it is what the invoices will add up to.
 */
export function invoicedColumnOf(lines: readonly QuoteLine[], taxRate: DecimalValue, currency: string): QuoteColumn {
  const byMonth = Map.groupBy(lines, ({ cycle, billedDays }) =>
    Temporal.PlainDate.from(cycle.endsBefore).subtract({ days: billedDays }).toPlainYearMonth().toString(),
  );
  const invoices = [...byMonth.values()].map((invoiced) => columnOf(invoiced, taxRate, currency));
  const total = (part: 'net' | 'tax' | 'gross') =>
    sum(
      invoices.map((invoice) => money(invoice[part], currency)),
      currency,
    ).amount.toFixed();
  return { lines: [...lines], net: total('net'), tax: total('tax'), gross: total('gross') };
}

/** @param nets  rounded to the cent each; negative for refunds */
export function totalOf(
  nets: readonly DecimalValue[],
  taxRate: DecimalValue,
  currency: string,
): { net: Decimal; tax: Decimal; gross: Decimal } {
  const amounts = nets.map((amount) => money(amount, currency));
  const { net, tax, gross } = withTax(sum(amounts, currency), taxRate);
  return { net: net.amount, tax: tax.amount, gross: gross.amount };
}

/**
 * The parts of a view that cost or commit, in one order of names: two views are the same promise exactly when the texts
 * are equal. Moments that pass with the clock (until when it may be undone, how long the quote is valid) are left out.
 */
export function promiseOf(view: PossibleView): string {
  const { validUntil: _, undo, ...promised } = view;
  return canonical({ ...promised, undo: undo === null ? null : { refund: undo.refund } });
}

/**
 * Does a change cost more now than when it was confirmed? Days pass between the two: a price per seat must be the same
 * and nothing more may be due today or until the end of the commitment, while fewer days may cost less.
 */
export function isDearerThan(now: PossibleView, confirmed: PossibleView): boolean {
  const isMore = (one: string, other: string) => new Decimal(one).greaterThan(other);
  return (
    now.currency !== confirmed.currency ||
    pricesOf(now) !== pricesOf(confirmed) ||
    isMore(now.columns.today.gross, confirmed.columns.today.gross) ||
    isMore(now.commitment?.net ?? '0', confirmed.commitment?.net ?? '0')
  );
}

function pricesOf({ items }: PossibleView): string {
  return canonical(
    items.map(({ name: _, term: __, ...item }) => ({
      ...item,
      unitPricePerCycle: item.unitPricePerCycle && new Decimal(item.unitPricePerCycle.after).toFixed(),
    })),
  );
}

/** From which status an order may go to which. */
export const ORDER_TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  awaitingApproval: ['running', 'cancelled'],
  running: ['stuck', 'done', 'failed', 'cancelled'],
  /** The provider retries or gives up. */
  stuck: ['running', 'failed'],
  done: [],
  failed: [],
  cancelled: [],
};

export const ORDER_STATUSES = Object.keys(ORDER_TRANSITIONS) as readonly OrderStatus[];

export const OPEN_STATUSES = ['awaitingApproval', 'running', 'stuck'] as const satisfies readonly OrderStatus[];

/** Time limit of one run of the job that advances an order: its steps, with all their calls to the vendor. */
export const ADVANCE_TIME_LIMIT_SECONDS = 120;

/** A run of that job that is older than this begins no further step: it leaves it to another run. */
export const ADVANCE_CONTINUE_SECONDS = 10;

/** Attempts without a clear answer, after which an order needs the provider. */
export const FAULT_ATTEMPTS_MAX = 8;

/**
 * Seconds to wait before the same request is sent again: 2, 4, 8 … up to ten minutes; never less than the vendor
 * requires.
 *
 * @param attempt  1 for the first that failed
 */
export function retryAfterSeconds(attempt: number, requiredSeconds: number | undefined): number {
  return Math.max(requiredSeconds ?? 0, Math.min(2 ** attempt, 600));
}

export function orderNumber(year: number, serial: number): string {
  return `ORD-${year}-${String(serial).padStart(6, '0')}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
