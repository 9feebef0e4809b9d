import { asc, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { person, setSignInState } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { passkey, twoFactor, usedAppCode } from '../tables.ts';
import { needsSecondFactor } from './second-factor-rules.ts';

export type TwoFactorRow = typeof twoFactor.$inferSelect;
export type PasskeyRow = typeof passkey.$inferSelect;

/** The app and the recovery codes of a person; undefined for one who never had either. */
export async function findTwoFactor(tx: Tx, personId: PersonId): Promise<TwoFactorRow | undefined> {
  const [row] = await tx.select().from(twoFactor).where(eq(twoFactor.personId, personId));
  return row;
}

/** The passkeys of a person, the oldest first. */
export function listPasskeysOf(tx: Tx, personId: PersonId): Promise<PasskeyRow[]> {
  return tx
    .select()
    .from(passkey)
    .where(eq(passkey.personId, personId))
    .orderBy(asc(passkey.createdAt), asc(passkey.id));
}

/** True when the caller must have a second factor: by the account's rule, or as one of the provider's staff. */
export async function isFactorRequired({ tx, personId, services }: OperationContext): Promise<boolean> {
  const [row] = await tx
    .select({ accountKind: account.kind, accountRequires: account.requiresSecondFactor })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.id, personId));
  assert(row !== undefined, 'the caller is a person of an account');
  return needsSecondFactor({ ...row, staffNeedsSecondFactor: services.staffNeedsSecondFactor });
}

/**
 * The last factor stays where one is required.
 *
 * @throws Refusal `signIn.lastFactor`
 */
export async function refuseLastFactor(context: OperationContext, factorsLeft: number): Promise<void> {
  if (factorsLeft === 0 && (await isFactorRequired(context))) throw new Refusal('signIn.lastFactor');
}

/** The recovery codes of the caller that were not used yet; undefined without any. */
export async function readRecoveryCodes({ tx, personId, services }: OperationContext): Promise<string[] | undefined> {
  if ((await findTwoFactor(tx, personId))?.codesCreatedAt == null) return undefined;
  return viewCodes({ tx, services }, personId);
}

/**
 * The recovery codes that belong to a first factor, to be shown this once; null for a person who was given codes
 * before.
 */
export async function handOutFirstCodes({ tx, personId, services }: OperationContext): Promise<string[] | null> {
  const row = await findTwoFactor(tx, personId);
  if (row === undefined || row.codesCreatedAt !== null) return null;
  await tx
    .update(twoFactor)
    .set({ codesCreatedAt: services.machineClock.now() })
    .where(eq(twoFactor.personId, personId));
  return viewCodes({ tx, services }, personId);
}

/** Decrypts the recovery codes of a person. */
export async function viewCodes(
  { tx, services }: Pick<OperationContext, 'tx' | 'services'>,
  personId: PersonId,
): Promise<string[]> {
  const { betterAuth, within } = services.auth;
  const { backupCodes } = await within(tx, () => betterAuth.api.viewBackupCodes({ body: { userId: personId } }));
  return backupCodes;
}

/** Deletes every factor of a person and the recovery codes; a password alone opens a session again. */
export async function deleteFactors(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(passkey).where(eq(passkey.personId, personId));
  await tx.delete(twoFactor).where(eq(twoFactor.personId, personId));
  await tx.delete(usedAppCode).where(eq(usedAppCode.personId, personId));
  await setSignInState(tx, personId, { twoFactorEnabled: false });
}
