import { and, eq, sql } from 'drizzle-orm';
import type { PersonRow } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import { type VendorUserRow, vendorUser } from '../tables.ts';

/** The address under which a person is looked for at the vendor: the login name where it is one, else the e-mail. */
export function loginAtVendor({ login, email }: Pick<PersonRow, 'login' | 'email'>): string {
  return login?.includes('@') ? login : email;
}

/**
 * Keeps the address of a person at the vendor, which is needed after the person was removed too. One that an
 * administrator chose, or whose account was found, stays.
 */
export async function keepVendorUser(tx: Tx, person: PersonRow, tenantId: Id<'tenant'>): Promise<void> {
  const login = loginAtVendor(person);
  await tx
    .insert(vendorUser)
    .values({ personId: person.id, tenantId, accountId: person.accountId, login, isChosen: false })
    .onConflictDoUpdate({
      target: [vendorUser.personId, vendorUser.tenantId],
      set: { login },
      setWhere: sql`not ${vendorUser.isChosen} and ${vendorUser.vendorUserId} is null`,
    });
}

type Key = Readonly<{ personId: PersonId; tenantId: Id<'tenant'> }>;

export async function findVendorUser(tx: Tx, key: Key): Promise<VendorUserRow | undefined> {
  const [row] = await tx.select().from(vendorUser).where(isOf(key));
  return row;
}

export async function changeVendorUser(tx: Tx, key: Key, values: Partial<VendorUserRow>): Promise<void> {
  await tx.update(vendorUser).set(values).where(isOf(key));
}

function isOf({ personId, tenantId }: Key) {
  return and(eq(vendorUser.personId, personId), eq(vendorUser.tenantId, tenantId));
}

/** The purpose under which the secret box seals the first password of an account at the vendor. */
export function firstPasswordPurpose({ personId, tenantId }: Readonly<{ personId: string; tenantId: string }>): string {
  return `vendorUser.firstPassword:${personId}:${tenantId}`;
}

/** An address of the tenant for a new account: the person's own where it is of this domain. */
export function suggestedLogin(person: Pick<PersonRow, 'login' | 'email'>, domain: string): string {
  const own = loginAtVendor(person);
  return own.endsWith(`@${domain}`) ? own : `${own.split('@')[0]}@${domain}`;
}
