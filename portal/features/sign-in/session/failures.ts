import { and, count, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { PersonRow } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { FAILURE_WINDOW, FAILURE_WINDOW_EVERYWHERE, FAILURES_PER_NETWORK, type FailureCounts } from '../rules.ts';
import { signInAttempt } from '../tables.ts';

/** Wrong passwords, codes and passkeys count together, wherever they were asked for. */
const WRONG_PROOFS = ['wrongPassword', 'wrongCurrentPassword', 'wrongCode', 'wrongPasskey'] as const;
const FAILURES = [...WRONG_PROOFS, 'unknownLogin', 'locked', 'disabled', 'noPassword'] as const;

/**
 * Counts the wrong passwords and codes of a person: from a network since its last success there, and from all networks;
 * both since the last unlock. `now` is machine time.
 */
export async function countFailures(
  tx: Tx,
  owner: Pick<PersonRow, 'id' | 'failuresCountFrom'>,
  { network, now }: { network: string; now: Temporal.Instant },
): Promise<FailureCounts> {
  const counted = and(
    eq(signInAttempt.personId, owner.id),
    gt(signInAttempt.attemptedAt, latest(now.subtract(FAILURE_WINDOW_EVERYWHERE), owner.failuresCountFrom)),
  );
  const here = eq(signInAttempt.network, network);
  const [success] = await tx
    .select({ at: signInAttempt.attemptedAt })
    .from(signInAttempt)
    .where(and(counted, here, eq(signInAttempt.outcome, 'signedIn')))
    .orderBy(desc(signInAttempt.attemptedAt))
    .limit(1);
  const recent = gt(signInAttempt.attemptedAt, latest(now.subtract(FAILURE_WINDOW), success?.at ?? null));
  const [row] = await tx
    .select({
      everywhere: count(),
      fromNetwork: sql<number>`count(*) filter (where ${here} and ${recent})`.mapWith(Number),
    })
    .from(signInAttempt)
    .where(and(counted, inArray(signInAttempt.outcome, [...WRONG_PROOFS])));
  return row ?? { everywhere: 0, fromNetwork: 0 };
}

function latest(left: Temporal.Instant, right: Temporal.Instant | null): Temporal.Instant {
  return right !== null && Temporal.Instant.compare(right, left) > 0 ? right : left;
}

/**
 * The time until which further attempts from a network are refused, because of too many failures whatever the login;
 * exclusive, machine time. Undefined while there are fewer.
 */
export async function findNetworkRefusal(
  tx: Tx,
  network: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const [decisive] = await tx
    .select({ at: signInAttempt.attemptedAt })
    .from(signInAttempt)
    .where(
      and(
        eq(signInAttempt.network, network),
        inArray(signInAttempt.outcome, [...FAILURES]),
        gt(signInAttempt.attemptedAt, now.subtract(FAILURE_WINDOW)),
      ),
    )
    .orderBy(desc(signInAttempt.attemptedAt))
    .offset(FAILURES_PER_NETWORK - 1)
    .limit(1);
  return decisive?.at.add(FAILURE_WINDOW);
}

/** A network that is refused leaves a row a minute for each person, however often it tries. */
const REFUSAL_STORED_EVERY = Temporal.Duration.from({ minutes: 1 });

/** True when the history holds a refusal of this network in the last minute. `personId` is null for no person. */
export async function isRefusalStored(
  tx: Tx,
  { network, personId, now }: { network: string; personId: PersonRow['id'] | null; now: Temporal.Instant },
): Promise<boolean> {
  const stored = await tx
    .select({ id: signInAttempt.id })
    .from(signInAttempt)
    .where(
      and(
        eq(signInAttempt.network, network),
        personId === null ? isNull(signInAttempt.personId) : eq(signInAttempt.personId, personId),
        eq(signInAttempt.outcome, 'tooManyFromAddress'),
        gt(signInAttempt.attemptedAt, now.subtract(REFUSAL_STORED_EVERY)),
      ),
    )
    .limit(1);
  return stored.length > 0;
}
