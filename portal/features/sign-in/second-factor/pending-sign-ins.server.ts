import { createHash } from 'node:crypto';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { pendingSignIn } from '../tables.ts';
import { findCookie } from './auth-headers.server.ts';
import { PENDING_LIFETIME } from './second-factor-rules.ts';

/** Stores that a person's sign-in waits for the second step, by the cookie that Better Auth made for it. */
export async function storePendingSignIn(
  { tx, services }: Pick<OperationContext, 'tx' | 'services'>,
  personId: PersonId,
  setCookies: readonly string[],
): Promise<void> {
  const cookie = setCookies.map((one) => findCookie(one, 'two_factor')).find((one) => one !== undefined);
  assert(cookie !== undefined, 'a pending sign-in has a cookie');
  const now = services.machineClock.now();
  const outdated = and(eq(pendingSignIn.personId, personId), lt(pendingSignIn.createdAt, startOf(now)));
  await tx.delete(pendingSignIn).where(outdated);
  await tx.insert(pendingSignIn).values({ personId, cookieHash: hashOf(cookie.value), createdAt: now });
}

/** The person whose sign-in waits in this browser for the second step, if any. */
export async function findPendingPerson(
  tx: Tx,
  connection: Connection | undefined,
  now: Temporal.Instant,
): Promise<PersonId | undefined> {
  const cookie = findCookie(connection?.cookieHeader ?? '', 'two_factor');
  if (cookie === undefined) return undefined;
  const [row] = await tx
    .select({ personId: pendingSignIn.personId })
    .from(pendingSignIn)
    .where(and(eq(pendingSignIn.cookieHash, hashOf(cookie.value)), gt(pendingSignIn.createdAt, startOf(now))));
  return row?.personId;
}

function startOf(now: Temporal.Instant): Temporal.Instant {
  return now.subtract(PENDING_LIFETIME);
}

function hashOf(cookieValue: string): string {
  return createHash('sha256').update(cookieValue).digest('base64url');
}
