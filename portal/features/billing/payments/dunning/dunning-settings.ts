import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { dunningSettings } from '../../tables.ts';

/** Three days before the due date, then one, two and about four weeks after it. */
const DEFAULT_STEPS: readonly number[] = [-3, 7, 15, 30];
export const STEP_MIN = -30;
export const STEP_MAX = 180;
export const STEPS_MAX = 10;

export type DunningSettings = Readonly<{ providerId: AccountId; isOn: boolean; steps: readonly number[] }>;

/**
 * When customers are reminded. Off until somebody turns it on: before payments are recorded in the portal, every
 * invoice looks unpaid.
 */
export async function readDunningSettings(tx: Tx): Promise<DunningSettings> {
  const [row] = await tx
    .select({ providerId: account.id, isOn: dunningSettings.isOn, steps: dunningSettings.steps })
    .from(account)
    .leftJoin(dunningSettings, eq(dunningSettings.accountId, account.id))
    .where(eq(account.kind, 'provider'));
  assert(row !== undefined, 'the provider has an account');
  return { providerId: row.providerId, isOn: row.isOn ?? false, steps: row.steps ?? DEFAULT_STEPS };
}
