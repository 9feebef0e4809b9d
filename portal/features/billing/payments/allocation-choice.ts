import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { AmountText } from '#platform/wire.ts';
import { invoiceNumber } from '../invoices/invoice-number.ts';
import { type OpenInvoice, readOpenInvoices } from './open-amounts.ts';
import { type Allocation, type Money, planAllocations } from './plan-allocations.ts';

const CHOSEN_MAX = 200;

/** Which invoices a payment pays, as operations take it. */
export const AllocationChoice = z
  .discriminatedUnion('mode', [
    z.object({ mode: z.literal('oldestFirst').describe('The invoices that are due first, until it is used up.') }),
    z.object({ mode: z.literal('none').describe('None yet: it stays as credit of the customer.') }),
    z.object({
      mode: z.literal('invoice').describe('One invoice, as far as it is open; the rest stays as credit.'),
      invoiceId: idOf('invoice').describe('An unpaid invoice of the customer.'),
    }),
    z.object({
      mode: z.literal('chosen').describe('The invoices that are named; the rest stays as credit.'),
      invoices: z
        .array(
          z.object({
            invoiceId: idOf('invoice').describe('An unpaid invoice of the customer.'),
            amount: AmountText.describe('What it pays of it, at most what is open.'),
          }),
        )
        .min(1)
        .max(CHOSEN_MAX)
        .describe('The invoices, each once.'),
    }),
  ])
  .describe('Which invoices it pays.');
export type AllocationChoice = z.output<typeof AllocationChoice>;

/** The refusals of {@link chooseAllocations}. */
export const ALLOCATION_REFUSALS = [
  'billing.invoice.notFound',
  'billing.allocationAboveOpen',
  'billing.allocationAboveAvailable',
] as const;

/**
 * The allocations of some money by a choice.
 *
 * @throws Refusal `billing.invoice.notFound` for one that is not unpaid or of another customer,
 *   `billing.allocationAboveOpen`, `billing.allocationAboveAvailable`
 */
export async function chooseAllocations(
  tx: Tx,
  accountId: AccountId,
  money: Money,
  choice: AllocationChoice,
): Promise<{ allocations: Allocation[]; invoices: OpenInvoice[] }> {
  if (choice.mode === 'none') return { allocations: [], invoices: [] };
  if (choice.mode === 'oldestFirst') {
    const invoices = await readOpenInvoices(tx, accountId);
    return { allocations: planAllocations([money], invoices.map(unpaidOf)), invoices };
  }
  if (choice.mode === 'invoice') {
    const invoices = await readOpenInvoices(tx, accountId, { ids: [choice.invoiceId] });
    if (!invoices.some(({ currency }) => currency === money.currency)) throw new Refusal('billing.invoice.notFound');
    return { allocations: planAllocations([money], invoices.map(unpaidOf)), invoices };
  }
  const ids = choice.invoices.map(({ invoiceId }) => invoiceId);
  const invoices = await readOpenInvoices(tx, accountId, { ids });
  const allocations = choice.invoices.map(({ invoiceId, amount: typed }, index) => {
    const found = invoices.find(({ id }) => id === invoiceId);
    if (found === undefined || found.currency !== money.currency || ids.indexOf(invoiceId) !== index)
      throw new Refusal('billing.invoice.notFound');
    const amount = new Decimal(typed);
    if (amount.greaterThan(found.open)) {
      throw new Refusal('billing.allocationAboveOpen', {
        number: invoiceNumber(found),
        openAmount: found.open.toFixed(2),
        currency: found.currency,
      });
    }
    return { source: money.source, invoiceId, amount };
  });
  const sum = allocations.reduce((total, { amount }) => total.plus(amount), new Decimal(0));
  if (sum.greaterThan(money.available)) {
    throw new Refusal('billing.allocationAboveAvailable', {
      availableAmount: money.available.toFixed(2),
      currency: money.currency,
    });
  }
  return { allocations: allocations.filter(({ amount }) => !amount.isZero()), invoices };
}

export function unpaidOf({ id, open, currency }: OpenInvoice) {
  return { invoiceId: id, open, currency };
}

/** The allocations as pages show them. */
export function allocatedOutput(allocations: readonly Allocation[], invoices: readonly OpenInvoice[]) {
  return allocations.flatMap(({ invoiceId, amount }) => {
    const found = invoices.find(({ id }) => id === invoiceId);
    if (found === undefined) return [];
    const open = { openBefore: found.open.toFixed(), openAfter: found.open.minus(amount).toFixed() };
    return [{ invoiceId, number: invoiceNumber(found), amount: amount.toFixed(), ...open }];
  });
}
