import type { Tx } from '#platform/database.server.ts';
import { endOfSignIn, type SignInState, stateOfSignIn } from '../rules.ts';
import type { VendorSignInRow } from '../tables.ts';
import type { VendorConnection } from '../vendor-connection.ts';
import { findSignIn } from './stored-token.ts';

/** The sign-in at a vendor with its state and its end. */
export async function readSignIn(
  tx: Tx,
  { vendor, connection, now }: Readonly<{ vendor: string; connection: VendorConnection; now: Temporal.Instant }>,
): Promise<{ row: VendorSignInRow | undefined; state: SignInState; endsAt: Temporal.Instant | undefined }> {
  const { tokenIdleDays: idleDays, settingHash } = connection;
  const row = await findSignIn(tx, vendor);
  return {
    row,
    state: stateOfSignIn(row, { idleDays, hasSettingToken: settingHash !== undefined, now }),
    endsAt: row === undefined ? undefined : endOfSignIn(row, idleDays),
  };
}
