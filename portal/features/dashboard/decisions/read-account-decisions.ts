import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { readDeadlines } from '#features/deadlines/deadlines.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { isPermitted, type Role } from '#platform/permissions.ts';
import { assert } from '#platform/refusal.ts';
import { readDecisions } from './read-decisions.ts';

type Reader = Readonly<{ accountId: AccountId; now: Temporal.Instant; roles: readonly Role[] }>;

/** The decisions of an account as one of its people sees them, its deadlines, and the day in its time zone. */
export async function readAccountDecisions(tx: Tx, { accountId, now, roles }: Reader) {
  const [owner] = await tx
    .select({ currency: account.currency, timeZone: account.timeZone })
    .from(account)
    .where(eq(account.id, accountId));
  assert(owner !== undefined, 'the account of the caller exists');
  const { currency, timeZone } = owner;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const deadlines = await readDeadlines(tx, { accountId, timeZone, now });
  const seesPeople = isPermitted(roles, 'users.read');
  const decisions = await readDecisions(tx, deadlines, { accountId, currency, timeZone, seesPeople });
  return { today, deadlines, decisions };
}
