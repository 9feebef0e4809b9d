import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { findSubscriptions, ListFilters } from '../list-subscriptions.ts';

/** Columns of the file, in their order. */
const COLUMNS = [
  'name',
  'product',
  'tenant',
  'costCentre',
  'status',
  'seats',
  'assigned',
  'free',
  'term',
  'billing',
  'unitPrice',
  'currency',
  'endsOn',
  'outcome',
  'nextChargeOn',
  'nextCharge',
  'vendorId',
] as const;

export const getInventoryLines = operation({
  name: 'subscriptions.getInventoryLines',
  description:
    'Returns the subscriptions of the account as lines of a file, in words of a language: for spreadsheets. Lines have ' +
    'the same columns in both languages.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: ListFilters.extend({
    locale: z.enum(['it', 'en']).default('it').describe('Language of the words.'),
    page: z.int().min(1).max(10_000).default(1).describe(`Page of ${PAGE_SIZE_MAX} lines, from 1.`),
  }),
  output: z.object({
    columns: z.array(z.string()).describe('Titles of the columns.'),
    lines: z
      .array(z.array(z.union([z.string(), z.number(), z.null()])))
      .describe('The lines of the page; numbers are numbers, dates ISO.'),
    hasMore: z.boolean().describe('There is another page.'),
  }),
  async run(context, { locale, page, ...filters }) {
    const t = context.services.translators[locale];
    const found = await findSubscriptions(context, filters, { page, pageSize: PAGE_SIZE_MAX });
    return {
      columns: COLUMNS.map((column) => t(`subscriptions.file.${column}`)),
      lines: found.map((row) => [
        row.name,
        row.offerTitle,
        row.tenantDomain,
        row.costCentre,
        t([`subscriptions.status.${row.status}`, 'subscriptions.file.asItIs'], { text: row.status }),
        row.seatCount,
        row.assignedCount,
        Math.max(0, row.seatCount - row.assignedCount),
        t([`subscriptions.term.${row.termDuration}`, 'subscriptions.file.asItIs'], { text: row.termDuration }),
        t([`subscriptions.billing.${row.billingCycle}`, 'subscriptions.file.asItIs'], { text: row.billingCycle }),
        Number(row.unitPricePerCycle.amount),
        row.unitPricePerCycle.currency,
        row.endsOn,
        t(`subscriptions.outcome.${row.termEndOutcome}`),
        row.nextCharge?.on ?? null,
        row.nextCharge === null ? null : Number(row.nextCharge.net.amount),
        row.vendorSubscriptionId,
      ]),
      hasMore: found.length === PAGE_SIZE_MAX,
    };
  },
});
