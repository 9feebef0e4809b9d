import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { account, addAccount } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';

/** A customer's accounts get their zone when they are created; the provider edits its own later. */
const TIME_ZONE = 'Europe/Rome';

/**
 * The provider's own account, made with the brand's name where it is missing. Processes that ask at the same time take
 * turns until their transactions end.
 */
export async function openProviderAccount({ tx, clock, services }: OperationContext): Promise<AccountId> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('provider.account'))`);
  const [found] = await tx.select({ id: account.id }).from(account).where(eq(account.kind, 'provider'));
  if (found !== undefined) return found.id;
  const { brand } = services;
  return addAccount(tx, { kind: 'provider', name: brand.name, timeZone: TIME_ZONE, createdAt: clock.now() });
}

/** True when somebody of the staff has a password; a disabled person counts, a removed one does not. */
export async function hasStaff(tx: Tx, accountId: AccountId): Promise<boolean> {
  const staff = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.accountId, accountId), isNull(person.removedAt), isNotNull(person.passwordSetAt)))
    .limit(1);
  return staff.length > 0;
}
