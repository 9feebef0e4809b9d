import { isAPIError } from 'better-auth/api';
import { hashPassword } from 'better-auth/crypto';
import { and, count, eq, gt, inArray } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { ANONYMOUS } from '#platform/actor.ts';
import { auditIn } from '#platform/audit.server.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from '../users/people.ts';
import { ADDRESS_HEADER, type Auth } from './auth.server.ts';
import {
  answerBeforePassword,
  FAILURE_WINDOW,
  FAILURES_PER_ADDRESS,
  lockAfterFailure,
  normalizeLogin,
  PASSWORD_LENGTH_MAX,
} from './rules.ts';
import { person, signInAttempt } from './tables.ts';

/** What was typed, and from where. */
export type SignInAttempt = Readonly<{
  login: string;
  password: string;
  address: string;
  userAgent: string | null;
  requestId: string;
}>;

/**
 * Signs a person in, or says no in one and the same way whatever the reason: nobody learns whether a login exists, is locked or
 * disabled, or whether a refused password was right. Each attempt leaves a line in the person's history.
 *
 * One transaction: the person's row is held, so that many attempts at once are counted one after the other. The password is
 * compared inside it; that takes about as long as a slow query and keeps the count exact.
 *
 * @returns the headers that carry the session's cookie
 * @throws Refusal `signIn.signInFailed`
 */
export async function signIn(
  app: { database: Database; auth: Auth; clock: Clock },
  attempt: SignInAttempt,
): Promise<Headers> {
  const now = app.auth.clock.now();
  const headers = await app.database.transaction({ kind: 'system' }, async (tx) => {
    const found = await findByLogin(tx, normalizeLogin(attempt.login));
    const answer = await answerBefore(tx, found, attempt, now);
    const opened =
      answer === 'askPassword' ? await app.auth.within(tx, () => openSession(app.auth, attempt)) : await takeAsLong();
    const outcome = opened !== undefined ? 'signedIn' : answer === 'askPassword' ? 'wrongPassword' : answer;
    await tx.insert(signInAttempt).values({
      accountId: found?.person.accountId ?? null,
      personId: found?.person.id ?? null,
      outcome,
      ipAddress: attempt.address,
      userAgent: attempt.userAgent?.slice(0, 300) ?? null,
      attemptedAt: now,
    });
    if (found !== undefined && outcome === 'signedIn') await forgetFailures(tx, found.person, now);
    if (found !== undefined && outcome === 'wrongPassword') {
      const lockedUntil = lockAfterFailure(await failuresOf(tx, found.person, now), now);
      if (lockedUntil !== undefined) {
        await tx.update(person).set({ lockedUntil }).where(eq(person.id, found.person.id));
        const audit = auditIn(tx, app.clock, ANONYMOUS, attempt.requestId);
        await audit.record('signIn.locked', { personId: found.person.id }, found.person.accountId);
      }
    }
    return opened;
  });
  if (headers === undefined) throw new Refusal('signIn.signInFailed');
  return headers;
}

type Found = { person: PersonRow; accountClosed: boolean };

async function findByLogin(tx: Tx, login: string): Promise<Found | undefined> {
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.login, login))
    .for('update', { of: person });
  return row === undefined ? undefined : { person: row.person, accountClosed: row.accountStatus === 'closed' };
}

async function answerBefore(tx: Tx, found: Found | undefined, attempt: SignInAttempt, now: Temporal.Instant) {
  if ((await failuresFrom(tx, attempt.address, now)) >= FAILURES_PER_ADDRESS) return 'tooManyFromAddress';
  return answerBeforePassword(
    found && {
      disabled: found.person.disabledAt !== null || found.accountClosed,
      hasPassword: found.person.passwordSetAt !== null,
      lockedUntil: found.person.lockedUntil,
    },
    now,
  );
}

/** Better Auth compares the password and opens the session. Undefined: the password is wrong. */
async function openSession(auth: Auth, { login, password, address, userAgent }: SignInAttempt) {
  if (password.length > PASSWORD_LENGTH_MAX) return takeAsLong();
  try {
    const { headers } = await auth.betterAuth.api.signInUsername({
      body: { username: normalizeLogin(login), password },
      headers: { [ADDRESS_HEADER]: address, 'user-agent': userAgent ?? '' },
      returnHeaders: true,
    });
    return headers;
  } catch (error) {
    if (isAPIError(error) && error.status === 'UNAUTHORIZED') return undefined;
    throw error;
  }
}

/** As slow as comparing a password, so that the time of the answer tells nothing either. */
async function takeAsLong(): Promise<undefined> {
  await hashPassword('nobody has this one');
}

async function forgetFailures(tx: Tx, owner: PersonRow, now: Temporal.Instant): Promise<void> {
  await tx.update(person).set({ failuresCountFrom: now, lockedUntil: null }).where(eq(person.id, owner.id));
}

/** This person's wrong passwords within the window, since the last success or unlock. */
async function failuresOf(tx: Tx, owner: PersonRow, now: Temporal.Instant): Promise<number> {
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
        eq(signInAttempt.outcome, 'wrongPassword'),
        gt(signInAttempt.attemptedAt, from),
      ),
    );
  return row?.count ?? 0;
}

async function failuresFrom(tx: Tx, address: string, now: Temporal.Instant): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(signInAttempt)
    .where(
      and(
        eq(signInAttempt.ipAddress, address),
        inArray(signInAttempt.outcome, ['wrongPassword', 'unknownLogin', 'locked', 'disabled', 'noPassword']),
        gt(signInAttempt.attemptedAt, now.subtract(FAILURE_WINDOW)),
      ),
    );
  return row?.count ?? 0;
}
