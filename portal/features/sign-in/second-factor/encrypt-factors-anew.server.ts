import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { twoFactor } from '../tables.ts';

/**
 * Encrypts the keys of apps and the recovery codes with a new secret. Better Auth has encrypted them with the portal's,
 * not the secret box. In the system's scope.
 *
 * @returns the number of texts
 */
export async function encryptFactorsAnew(tx: Tx, secrets: { old: string; new: string }): Promise<number> {
  const anew = async (text: string) =>
    text === ''
      ? ''
      : symmetricEncrypt({ key: secrets.new, data: await symmetricDecrypt({ key: secrets.old, data: text }) });
  const rows = await tx
    .select({ id: twoFactor.id, secret: twoFactor.secret, backupCodes: twoFactor.backupCodes })
    .from(twoFactor)
    .for('update');
  for (const { id, secret, backupCodes } of rows)
    await tx
      .update(twoFactor)
      .set({ secret: await anew(secret), backupCodes: await anew(backupCodes) })
      .where(eq(twoFactor.id, id));
  return rows.length * 2;
}
