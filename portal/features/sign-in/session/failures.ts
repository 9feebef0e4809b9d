import { and, count, eq, gt, inArray } from 'drizzle-orm';
import type { PersonRow, SignInOutcome } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { FAILURE_WINDOW } from '../rules.ts';
import { signInAttempt } from '../tables.ts';

const FAILURES = [
  'wrongPassword',
  'wrongCode',
  'wrongPasskey',
  'unknownLogin',
  'locked',
  'disabled',
  'noPassword',
] as const satisfies SignInOutcome[];

/**
 * Counts the wrong passwords and codes of a person within the window, since the last success or unlock. `now` is
 * machine time.
 */
export async function countFailuresOfPerson(tx: Tx, owner: PersonRow, now: Temporal.Instant): Promise<number> {
  const windowStart = now.subtract(FAILURE_WINDOW);
  const from =
    owner.failuresCountFrom !== null && Temporal.Instant.compare(owner.failuresCountFrom, windowStart) > 0
      ? owner.failuresCountFrom
      : windowStart;
  const [row] = await tx
    .select({ count: count() })
    .from(signInAttempt)
    .where(
      and(
        eq(signInAttempt.personId, owner.id),
        inArray(signInAttempt.outcome, ['wrongPassword', 'wrongCode', 'wrongPasskey']),
        gt(signInAttempt.attemptedAt, from),
      ),
    );
  return row?.count ?? 0;
}

/** Counts the failed attempts from an address within the window, whatever the login. `now` is machine time. */
export async function countFailuresFromAddress(tx: Tx, address: string, now: Temporal.Instant): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(signInAttempt)
    .where(
      and(
        eq(signInAttempt.ipAddress, address),
        inArray(signInAttempt.outcome, FAILURES),
        gt(signInAttempt.attemptedAt, now.subtract(FAILURE_WINDOW)),
      ),
    );
  return row?.count ?? 0;
}
