import { Decimal } from 'decimal.js';
import { type BilledLine, billedLines } from './billing-history.ts';
import { dayOf, midnightOf } from './calendar.ts';
import type { CustomerRecord, State, SubscriptionRecord } from './state.ts';
import type { World } from './world.ts';

/** A line of the partner's bill, with its customer and subscription. */
export type InvoicedLine = Readonly<{ line: BilledLine; customer: CustomerRecord; record: SubscriptionRecord }>;

/** The invoice of a calendar month. */
export type Invoice = Readonly<{
  id: string;
  month: Temporal.PlainYearMonth;
  issuedAt: Temporal.Instant;
  lines: readonly InvoicedLine[];
  total: Decimal;
}>;

/** @source Partner Center, "Billing basics": invoices are issued by the eighth of the next month */
const ISSUED_ON_DAY = 8;

/** The invoices so far, oldest first. A month in which nothing was charged has none. */
export function invoicesOf(world: World): Invoice[] {
  const first = firstBilledMonth(world.state);
  if (first === undefined) return [];
  const invoices: Invoice[] = [];
  for (let month = first; isIssued(world, month); month = month.add({ months: 1 })) {
    const lines = linesOfMonth(world, month);
    if (lines.length === 0) continue;
    invoices.push({
      id: invoiceIdOf(month),
      month,
      issuedAt: issuedAt(month),
      lines,
      total: Decimal.sum(0, ...lines.map(({ line }) => line.subtotal)),
    });
  }
  return invoices;
}

/**
 * The charges of a month, over all customers. An invoiced month does not change any more and is cached.
 */
export function linesOfMonth(world: World, month: Temporal.PlainYearMonth): readonly InvoicedLine[] {
  if (!isIssued(world, month)) return calculatedLines(world, month);
  const ofState = billed.get(world.state) ?? new Map<string, readonly InvoicedLine[]>();
  billed.set(world.state, ofState);
  const lines = ofState.get(month.toString()) ?? calculatedLines(world, month);
  ofState.set(month.toString(), lines);
  return lines;
}

const billed = new WeakMap<State, Map<string, readonly InvoicedLine[]>>();

/** The latest month that has been invoiced, whether or not anything was charged in it. */
export function latestIssuedMonth(world: World): Temporal.PlainYearMonth {
  const month = dayOf(world.clock.now()).toPlainYearMonth();
  const previous = month.subtract({ months: 1 });
  return isIssued(world, previous) ? previous : previous.subtract({ months: 1 });
}

export function invoiceIdOf(month: Temporal.PlainYearMonth): string {
  return `G0${month.toString().replace('-', '')}01`;
}

function calculatedLines(world: World, month: Temporal.PlainYearMonth): InvoicedLine[] {
  const before = month.add({ months: 1 }).toPlainDate({ day: 1 });
  const monthStart = midnightOf(month.toPlainDate({ day: 1 })).toString();
  return Object.values(world.state.customers).flatMap((customer) =>
    Object.values(customer.subscriptions)
      .filter((record) => canHaveChargesSince(record, monthStart))
      .flatMap((record) =>
        billedLines(record, before)
          .filter(({ chargedOn }) => chargedOn.toPlainYearMonth().equals(month))
          .map((line) => ({ line, customer, record })),
      ),
  );
}

/** Whether a subscription can have charges in a month: one that ended before has none. */
function canHaveChargesSince({ history }: SubscriptionRecord, instant: string): boolean {
  const last = history.at(-1);
  return last !== undefined && (last.at >= instant || last.termEndsBefore >= instant.slice(0, 10));
}

function firstBilledMonth(state: State): Temporal.PlainYearMonth | undefined {
  let first: string | undefined;
  for (const customer of Object.values(state.customers)) {
    for (const { history } of Object.values(customer.subscriptions)) {
      const at = history[0]?.at;
      if (at !== undefined && (first === undefined || at < first)) first = at;
    }
  }
  return first === undefined ? undefined : Temporal.PlainYearMonth.from(first.slice(0, 7));
}

function isIssued(world: World, month: Temporal.PlainYearMonth): boolean {
  return Temporal.Instant.compare(issuedAt(month), world.clock.now()) <= 0;
}

function issuedAt(month: Temporal.PlainYearMonth): Temporal.Instant {
  return midnightOf(month.add({ months: 1 }).toPlainDate({ day: ISSUED_ON_DAY }));
}
