import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import { type PersonRow, setSignInState } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { LOCK_DURATION } from '../rules.ts';
import { signInLock } from '../tables.ts';
import { notifyOfLock } from './notify-of-lock.job.ts';
import { endSessionsFrom } from './sessions.ts';

/** The end of the lock that keeps a person out in a network, if there is one. `now` is machine time. */
export async function findLockEnd(
  tx: Tx,
  personId: PersonId,
  network: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const [lock] = await tx
    .select({ until: signInLock.lockedUntil })
    .from(signInLock)
    .where(
      and(
        eq(signInLock.personId, personId),
        gt(signInLock.lockedUntil, now),
        or(isNull(signInLock.network), eq(signInLock.network, network)),
      ),
    )
    .orderBy(desc(signInLock.lockedUntil))
    .limit(1);
  return lock?.until ?? null;
}

/** The address of the lock that ends last; null without a lock, and for one that holds everywhere. */
export async function findLockedAddress(
  { tx, services }: OperationContext,
  personId: PersonId,
): Promise<string | null> {
  const open = await tx
    .select({ network: signInLock.network, ipAddress: signInLock.ipAddress })
    .from(signInLock)
    .where(and(eq(signInLock.personId, personId), gt(signInLock.lockedUntil, services.machineClock.now())))
    .orderBy(desc(signInLock.lockedUntil));
  return open.some(({ network }) => network === null) ? null : (open[0]?.ipAddress ?? null);
}

/**
 * Locks a person in a network or everywhere, ends the sessions that were opened there, and has the person and the
 * administrators notified. A lock of the same kind that holds already is left as it is.
 */
export async function lockPerson(
  context: OperationContext,
  owner: PersonRow,
  { network, address }: { network: string | null; address: string },
): Promise<void> {
  const { tx, audit, jobs, services } = context;
  const now = services.machineClock.now();
  const open = await tx
    .select({ network: signInLock.network })
    .from(signInLock)
    .where(and(eq(signInLock.personId, owner.id), gt(signInLock.lockedUntil, now)));
  if (open.some((lock) => lock.network === null || lock.network === network)) return;
  const lockedUntil = now.add(LOCK_DURATION);
  const [lock] = await tx
    .insert(signInLock)
    .values({ personId: owner.id, network, ipAddress: address, lockedAt: now, lockedUntil })
    .returning({ id: signInLock.id });
  await setSignInState(tx, owner.id, { lockedUntil });
  await endSessionsFrom(tx, owner.id, network);
  await audit.record('signIn.locked', { personId: owner.id, everywhere: network === null }, owner.accountId);
  // One mail about the networks that come one after the other, and one more when the lock becomes general.
  if (lock !== undefined && (open.length === 0 || network === null))
    await jobs.start(notifyOfLock, { accountId: owner.accountId, lockId: lock.id });
}

/** Ends every lock of a person. The failures that led to them no longer count. */
export async function endLocks({ tx, services }: Pick<OperationContext, 'tx' | 'services'>, personId: PersonId) {
  await tx.delete(signInLock).where(eq(signInLock.personId, personId));
  await setSignInState(tx, personId, { lockedUntil: null, failuresCountFrom: services.machineClock.now() });
}
