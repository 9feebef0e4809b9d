import { Decimal } from '@licence-portal/nce';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, DecimalText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';

const sumByCurrency = (what: string) =>
  z
    .array(
      z.object({
        amount: DecimalText.describe('The sum.'),
        currency: z.string().describe('Its currency, ISO 4217.'),
      }),
    )
    .describe(what);

export const listReceivables = operation({
  name: 'billing.listReceivables',
  description:
    'Lists the customers who have unpaid invoices, those with the earliest due date first: what is open, what is ' +
    'overdue, and since when.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    isOverdue: z.boolean().default(false).describe('True: only customers with an overdue invoice.'),
  }),
  output: pageOf(
    z.object({
      accountId: idOf('account').describe('The customer account.'),
      accountName: z.string().describe('Name of the customer.'),
      currency: z.string().describe('Currency of the amounts, ISO 4217.'),
      open: DecimalText.describe('Sum of the unpaid invoices.'),
      overdue: DecimalText.describe('Part of it whose due date has passed.'),
      invoiceCount: z.number().int().describe('Unpaid invoices.'),
      oldestDueOn: DateText.describe('The earliest due date.'),
      daysOverdue: z.number().int().describe('Days since then; zero or less: nothing is overdue.'),
    }),
  ).extend({
    open: sumByCurrency('What is open of all customers, by currency.'),
    overdue: sumByCurrency('What is overdue of all customers, by currency.'),
  }),
  async run({ tx, clock }, { isOverdue, ...page }) {
    const receivables = await readReceivables(tx, clock.now());
    const listed = isOverdue ? receivables.filter((one) => one.daysOverdue > 0) : receivables;
    const offset = offsetOf(page);
    return {
      items: listed.slice(offset, offset + page.pageSize),
      total: listed.length,
      open: sumsOf(receivables.map(({ open, currency }) => ({ amount: open, currency }))),
      overdue: sumsOf(receivables.map(({ overdue, currency }) => ({ amount: overdue, currency }))),
    };
  },
});

type ReceivableRow = {
  accountId: AccountId;
  accountName: string;
  currency: string;
  open: string;
  overdue: string;
  invoiceCount: number;
  oldestDueOn: string;
  daysOverdue: number;
};

/** One row for each customer and currency with something open; today is the day in the customer's time zone. */
async function readReceivables(tx: Tx, now: Temporal.Instant): Promise<ReceivableRow[]> {
  const { rows } = await tx.execute<ReceivableRow>(sql`
    with allocated as (
      select invoice_id, sum(amount) as amount from payment_allocation group by invoice_id
    ),
    unpaid as (
      select invoice.account_id, invoice.currency, invoice.due_on,
        invoice.payable - coalesce(allocated.amount, 0) as open
      from invoice left join allocated on allocated.invoice_id = invoice.id
      where invoice.kind = 'invoice' and invoice.due_on is not null
        and invoice.payable > coalesce(allocated.amount, 0)
    ),
    today as (
      select id, name, (${now.toString()}::timestamptz at time zone time_zone)::date as on_day from account
    )
    select today.id as "accountId", today.name as "accountName", unpaid.currency,
      sum(unpaid.open)::text as open,
      coalesce(sum(unpaid.open) filter (where unpaid.due_on < today.on_day), 0)::text as overdue,
      count(*)::int as "invoiceCount",
      min(unpaid.due_on)::text as "oldestDueOn",
      (today.on_day - min(unpaid.due_on))::int as "daysOverdue"
    from unpaid join today on today.id = unpaid.account_id
    group by today.id, today.name, today.on_day, unpaid.currency
    order by min(unpaid.due_on), lower(today.name), today.id, unpaid.currency`);
  return rows.map((row) => ({
    ...row,
    open: new Decimal(row.open).toFixed(),
    overdue: new Decimal(row.overdue).toFixed(),
  }));
}

function sumsOf(amounts: readonly Readonly<{ amount: string; currency: string }>[]) {
  const sums = new Map<string, Decimal>();
  for (const { amount, currency } of amounts) sums.set(currency, (sums.get(currency) ?? new Decimal(0)).plus(amount));
  return [...sums].map(([currency, amount]) => ({ currency, amount: amount.toFixed() }));
}
