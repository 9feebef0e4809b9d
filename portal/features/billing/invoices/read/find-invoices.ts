import { Decimal } from '@licence-portal/nce';
import { and, asc, desc, eq, gt, gte, ilike, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import type { Tx } from '#platform/database.server.ts';
import { likePattern } from '#platform/like-pattern.ts';
import { offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { exact, isInvoiceToPay, openAmount } from '../../payments/open-amounts.ts';
import { invoice, invoiceLine } from '../../tables.ts';
import { INVOICE_STATUSES, type InvoiceStatus } from './invoice-output.ts';

export const INVOICE_SORT_KEYS = ['issuedOn', 'dueOn', 'gross'] as const;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2200;

/** The filters of a list of invoices. */
export const InvoiceFilters = PageRequest.extend({
  search: SearchText.describe('Text to search for in number, references, customer and product names.'),
  years: z
    .array(z.int().min(FIRST_YEAR).max(LAST_YEAR))
    .max(20)
    .default([])
    .describe('Years of the dates; all when empty.'),
  statuses: z.array(z.enum(INVOICE_STATUSES)).default([]).describe('Statuses to include; all when empty.'),
  sort: z.enum(INVOICE_SORT_KEYS).default('issuedOn').describe('Field to sort by.'),
  descending: z.boolean().default(true).describe('Newest or greatest first.'),
});

/** The filters in the address of a list of invoices, for the table and for the operation. */
export function invoiceFiltersOf(parameters: URLSearchParams) {
  const query = readTableQuery(parameters, {
    sortKeys: INVOICE_SORT_KEYS,
    defaultSort: { key: 'issuedOn', descending: true },
    filterNames: ['status', 'year'],
  });
  const years = (query.filters.year ?? []).map(Number);
  return {
    query,
    filters: {
      search: query.search.slice(0, 200),
      years: years.filter((year) => Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR).slice(0, 20),
      statuses: INVOICE_STATUSES.filter((status) => query.filters.status?.includes(status)),
      sort: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}

/** Rows of one page with the total of all pages, counted up to `COUNTED_MAX`. */
export async function findInvoices(
  tx: Tx,
  filters: z.output<typeof InvoiceFilters>,
  { today, conditions = [] }: Readonly<{ today: Temporal.PlainDate; conditions?: readonly SQL[] }>,
) {
  const where = and(
    ...conditions,
    or(...filters.years.map(inYear)),
    or(...filters.statuses.map((status) => inStatus(status, today))),
    mentions(filters.search),
  );
  const column = invoice[filters.sort];
  const direction = filters.descending ? desc : asc;
  const rows = await tx
    .select({ row: invoice, accountName: account.name, open: exact(openAmount) })
    .from(invoice)
    .innerJoin(account, eq(account.id, invoice.accountId))
    .where(where)
    .orderBy(direction(column), direction(invoice.id))
    .limit(filters.pageSize)
    .offset(offsetOf(filters));
  const counted = tx
    .select({ one: sql`1`.as('one') })
    .from(invoice)
    .innerJoin(account, eq(account.id, invoice.accountId))
    .where(where)
    .limit(COUNTED_MAX + 1)
    .as('counted');
  const [all] = await tx.select({ count: sql<number>`count(*)::int` }).from(counted);
  return { rows: rows.map((found) => ({ ...found, open: new Decimal(found.open) })), total: all?.count ?? 0 };
}

/** Years in which there are documents, the latest first. */
export async function yearsOfInvoices(tx: Tx, condition?: SQL): Promise<number[]> {
  const [bounds] = await tx
    .select({
      first: sql<number | null>`extract(year from min(${invoice.issuedOn}))::int`,
      last: sql<number | null>`extract(year from max(${invoice.issuedOn}))::int`,
    })
    .from(invoice)
    .where(condition);
  if (bounds?.first == null || bounds.last == null) return [];
  const { first, last } = bounds;
  return Array.from({ length: last - first + 1 }, (_, index) => last - index);
}

function inYear(year: number): SQL | undefined {
  const start = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return and(gte(invoice.issuedOn, start), lt(invoice.issuedOn, start.add({ years: 1 })));
}

function inStatus(status: InvoiceStatus, today: Temporal.PlainDate): SQL | undefined {
  switch (status) {
    case 'settled':
      return isNull(invoice.dueOn);
    case 'paid':
      return and(isInvoiceToPay, lte(openAmount, sql`0`));
    case 'overdue':
      return and(isInvoiceToPay, lt(invoice.dueOn, today), gt(openAmount, sql`0`));
    case 'due':
      return and(isInvoiceToPay, gte(invoice.dueOn, today), gt(openAmount, sql`0`));
  }
}

/** The number as it is written, a reference, the customer, or the name of a line. */
function mentions(text: string): SQL | undefined {
  if (text === '') return undefined;
  const pattern = likePattern(text);
  const number = sql`(${invoice.series} || '/' || ${invoice.year} || '/' || ${invoice.number})`;
  return or(
    sql`${number} ilike ${pattern}`,
    ilike(invoice.ownReference, pattern),
    ilike(invoice.purchaseOrderNumber, pattern),
    ilike(account.name, pattern),
    inArray(
      invoice.id,
      sql`(select ${invoiceLine.invoiceId} from ${invoiceLine} where ${invoiceLine.accountId} = ${invoice.accountId}
        and ${invoiceLine.invoiceId} = ${invoice.id}
        and (${invoiceLine.name} ilike ${pattern} or ${invoiceLine.ownReference} ilike ${pattern}))`,
    ),
  );
}
