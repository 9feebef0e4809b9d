import { and, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';

type BillingCustomer = Readonly<{ name: string; currency: string; timeZone: string }>;

/** @throws Refusal `billing.account.notFound`, also for the provider's own account */
export async function getBillingCustomer(tx: Tx, accountId: AccountId): Promise<BillingCustomer> {
  const [row] = await customerQuery(tx, accountId);
  if (row === undefined) throw new Refusal('billing.account.notFound');
  return row;
}

/** The same, and holds the account's row: of two bookings at once the second sees the first one's balance. */
export async function holdBillingCustomer(tx: Tx, accountId: AccountId): Promise<BillingCustomer> {
  const [row] = await customerQuery(tx, accountId).for('no key update');
  if (row === undefined) throw new Refusal('billing.account.notFound');
  return row;
}

function customerQuery(tx: Tx, accountId: AccountId) {
  return tx
    .select({ name: account.name, currency: account.currency, timeZone: account.timeZone })
    .from(account)
    .where(and(eq(account.id, accountId), eq(account.kind, 'customer')));
}
