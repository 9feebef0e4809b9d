import { isAPIError } from 'better-auth/api';
import { hashPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  displayName,
  PASSWORD_LENGTH_MAX,
  type PersonRow,
  person,
  type SignInOutcome,
  setSignInState,
} from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { answerBeforePassword, FAILURES_PER_ADDRESS, lockAfterFailure, normalizeLogin } from '../rules.ts';
import { storePendingSignIn } from '../second-factor/pending-sign-ins.server.ts';
import { signInAttempt } from '../tables.ts';
import { ADDRESS_HEADER, type Auth } from './auth.server.ts';
import { countFailuresFromAddress, countFailuresOfPerson } from './failures.ts';

/**
 * Signs a person in. A refusal is the same whatever the reason: it does not reveal whether a login exists, is locked or
 * disabled, or whether a refused password was right; the time of the answer does not either.
 *
 * One transaction: the person's row is locked, so that attempts at the same time are counted one after the other. The
 * password is compared inside it; that takes about as long as a slow query and keeps the count exact. The transaction
 * commits before the refusal, so that a refused attempt is recorded too: hence `ask`, which opens its own transaction.
 */
export const signIn = ask({
  name: 'signIn.signIn',
  description:
    'Signs a person in. The `Set-Cookie` header of the answer carries the session, to be sent back as `Cookie`; a ' +
    'program usually uses an API key instead. Ten wrong passwords within ten minutes lock a login for an hour. For a ' +
    'person with a second factor the cookie opens no session yet: see `secondStepNeeded`.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({
    login: z.string().describe('Login name; case and spaces around it are ignored.'),
    password: z.string().describe('Password.'),
  }),
  output: z.object({
    userId: z.string().describe('Id of the person.'),
    accountId: z.string().describe('Id of the account that the person belongs to.'),
    displayName: z.string().describe('First and last name.'),
    role: z
      .enum(['serviceUser', 'administrator', 'provider'])
      .describe('`serviceUser` uses assigned services only, `administrator` manages the account, `provider` is staff.'),
    secondStepNeeded: z
      .boolean()
      .describe('True: no session yet. `signIn.completeSecondStep` or a passkey opens it within ten minutes.'),
  }),
  refusals: ['signIn.signInFailed'],
  async run({ inTransaction, connection }, { login, password }) {
    assert(connection !== undefined, 'a session is opened for a browser or a program that connects over HTTP');
    const attempt = { login: normalizeLogin(login), password, connection };
    const opened = await inTransaction((context) => recordAttempt(context, attempt));
    if (opened === undefined) throw new Refusal('signIn.signInFailed');
    for (const cookie of opened.cookies) connection.setCookie(cookie);
    const { id, accountId, role } = opened.owner;
    const secondStepNeeded = opened.isPending;
    return { userId: id, accountId, displayName: displayName(opened.owner), role, secondStepNeeded };
  },
});

type Attempt = Readonly<{ login: string; password: string; connection: Connection }>;
type OpenedSession = Readonly<{ owner: PersonRow; cookies: readonly string[]; isPending: boolean }>;

/** Checks an attempt and records its outcome. Undefined: refused. */
async function recordAttempt(context: OperationContext, attempt: Attempt): Promise<OpenedSession | undefined> {
  const { tx, services } = context;
  const now = services.machineClock.now();
  const found = await findByLogin(tx, attempt.login);
  const answer = await answerBefore(tx, found, attempt, now);
  const opened =
    answer === 'askPassword'
      ? await services.auth.within(tx, () => openSession(services.auth, attempt))
      : await hashForEqualTime();
  const outcome = opened?.outcome ?? (answer === 'askPassword' ? 'wrongPassword' : answer);
  await storeOutcome(context, { owner: found?.person, outcome, connection: attempt.connection });
  if (found === undefined || opened === undefined) return undefined;
  if (opened.outcome === 'secondStepNeeded')
    await storePendingSignIn(tx, { personId: found.person.id, setCookies: opened.cookies, now });
  return { owner: found.person, cookies: opened.cookies, isPending: opened.outcome === 'secondStepNeeded' };
}

/** The outcome of an attempt, or of one step of it. `owner` is undefined where nobody has the login or passkey. */
type Outcome = Readonly<{ owner: PersonRow | undefined; outcome: SignInOutcome; connection: Connection }>;

/** Stores an outcome in the history and the audit; a failure counts towards a lock, a success ends the count. */
export async function storeOutcome(context: OperationContext, { owner, outcome, connection }: Outcome): Promise<void> {
  const { tx, audit, services } = context;
  const now = services.machineClock.now();
  await tx.insert(signInAttempt).values({
    accountId: owner?.accountId ?? null,
    personId: owner?.id ?? null,
    outcome,
    ipAddress: connection.address,
    userAgent: connection.userAgent?.slice(0, 300) ?? null,
    attemptedAt: now,
  });
  await audit.record(eventOf(outcome), { personId: owner?.id ?? null, outcome }, owner?.accountId ?? null);
  if (owner !== undefined) await updateLock(context, owner, outcome, now);
}

function eventOf(outcome: SignInOutcome): string {
  if (outcome === 'signedIn') return 'signIn.signedIn';
  return outcome === 'secondStepNeeded' ? 'signIn.passwordAccepted' : 'signIn.refused';
}

type Found = { person: PersonRow; accountClosed: boolean };

/** Reads a person by login, and locks the row until the transaction ends. */
async function findByLogin(tx: Tx, login: string): Promise<Found | undefined> {
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.login, login))
    .for('update', { of: person });
  return row === undefined ? undefined : { person: row.person, accountClosed: row.accountStatus === 'closed' };
}

async function answerBefore(tx: Tx, found: Found | undefined, { connection }: Attempt, now: Temporal.Instant) {
  if ((await countFailuresFromAddress(tx, connection.address, now)) >= FAILURES_PER_ADDRESS)
    return 'tooManyFromAddress';
  return answerBeforePassword(
    found && {
      disabled: found.person.disabledAt !== null || found.accountClosed,
      hasPassword: found.person.passwordSetAt !== null,
      lockedUntil: found.person.lockedUntil,
    },
    now,
  );
}

type Opened = Readonly<{ outcome: 'signedIn' | 'secondStepNeeded'; cookies: readonly string[] }>;

/**
 * Better Auth compares the password and opens the session, or for a person with a second factor the pending sign-in.
 * Undefined: the password is wrong.
 */
async function openSession(auth: Auth, { login, password, connection }: Attempt): Promise<Opened | undefined> {
  if (password.length > PASSWORD_LENGTH_MAX) return hashForEqualTime();
  try {
    const { headers, response } = await auth.betterAuth.api.signInUsername({
      body: { username: login, password },
      headers: { [ADDRESS_HEADER]: connection.address, 'user-agent': connection.userAgent ?? '' },
      returnHeaders: true,
    });
    const isPending = response !== null && 'twoFactorRedirect' in response;
    return { outcome: isPending ? 'secondStepNeeded' : 'signedIn', cookies: headers.getSetCookie() };
  } catch (error) {
    if (isAPIError(error) && error.status === 'UNAUTHORIZED') return undefined;
    throw error;
  }
}

/** Takes as long as the comparison of a password, so that the time of the answer reveals nothing. */
async function hashForEqualTime(): Promise<undefined> {
  await hashPassword('the password of no person');
}

/** A success resets the count of failures; a wrong password or code may lock. */
async function updateLock(
  { tx, audit }: OperationContext,
  owner: PersonRow,
  outcome: SignInOutcome,
  now: Temporal.Instant,
): Promise<void> {
  if (outcome === 'signedIn') await setSignInState(tx, owner.id, { failuresCountFrom: now, lockedUntil: null });
  if (outcome !== 'wrongPassword' && outcome !== 'wrongCode' && outcome !== 'wrongPasskey') return;
  const lockedUntil = lockAfterFailure(await countFailuresOfPerson(tx, owner, now), now);
  if (lockedUntil === undefined) return;
  await setSignInState(tx, owner.id, { lockedUntil });
  await audit.record('signIn.locked', { personId: owner.id }, owner.accountId);
}
