import type { ChangeKind } from '#features/orders/orders.ts';
import { getTenantRow } from '#features/tenants/tenants.ts';
import { findPurchaseBlocker } from './purchase-blockers.ts';
import { PurchaseChange } from './purchase-change.ts';
import { quoteLinesOfPurchase } from './purchase-quote.ts';
import { readRequestedLines } from './requested-lines.ts';

/** Buys offers: today's price, the rules of their SKUs, what the tenant may buy, and what it owns already. */
export const purchase: ChangeKind<'purchase'> = {
  kind: 'purchase',
  schema: PurchaseChange,
  permission: 'purchasing.manage',
  opensServices: true,
  refusals: ['tenants.notFound', 'purchasing.offerNotFound'],
  async quote(context, change) {
    const lines = await readRequestedLines(context, change.lines);
    const tenant = change.tenantId === null ? undefined : await getTenantRow(context.tx, change.tenantId);
    const blocker = await findPurchaseBlocker(context, lines, tenant);
    if (blocker !== undefined) return { possible: false, view: blocker };
    return quoteLinesOfPurchase(context, change, lines);
  },
};
