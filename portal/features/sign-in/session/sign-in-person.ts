import { isAPIError } from 'better-auth/api';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  displayName,
  loginKeyOf,
  PASSWORD_LENGTH_MAX,
  PersonRole,
  type PersonRow,
  person,
  type SignInOutcome,
  setSignInState,
} from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { answerBeforePassword, FAILURES_PER_ADDRESS, lockAfterFailure } from '../rules.ts';
import { signInAttempt } from '../tables.ts';
import { ADDRESS_HEADER, type Auth, type Proof } from './auth.server.ts';
import { countFailuresFromAddress, countFailuresOfPerson } from './failures.ts';
import { compareWithAll, findCandidates } from './sign-in-candidates.ts';

/**
 * Signs a person in. A refusal is the same whatever the reason: it does not reveal whether a login exists, is locked or
 * disabled, or whether a refused password was right; the time of the answer does not either.
 *
 * The stored hashes of the people whom the login may mean are read, the password is compared with them outside of
 * transactions, and then one transaction decides:
 * attempts for one login, whether it exists or not, are counted in it one after the other. A comparison that ends after
 * others have locked the person counts for nothing, so that a hundred attempts at once learn no more than ten in a row.
 * The transaction commits before the refusal, so that a refused attempt is recorded too: hence `ask`.
 */
export const signIn = ask({
  name: 'signIn.signIn',
  description:
    'Signs a person in. The `Set-Cookie` header of the answer carries the session, to be sent back as `Cookie`; a ' +
    'program usually uses an API key instead. Ten wrong passwords within ten minutes lock a login for an hour.',
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
    role: PersonRole,
  }),
  refusals: ['signIn.signInFailed', 'signIn.busy'],
  async run({ inTransaction, connection, services }, typed) {
    assert(connection !== undefined, 'a session is opened for a browser or a program that connects over HTTP');
    const login = loginKeyOf(typed.login);
    const candidates = await inTransaction(({ tx }) => findCandidates(tx, login));
    const password = typed.password.slice(0, PASSWORD_LENGTH_MAX + 1);
    const right = await compareWithAll(services.passwordHashing, candidates, password, connection);
    const meant = right === undefined ? candidates.map(({ personId }) => personId) : [right.personId];
    const attempt = { login, connection, proof: right?.proof };
    const opened = await inTransaction((context) => recordAttempts(context, attempt, meant));
    if (opened === undefined) throw new Refusal('signIn.signInFailed');
    for (const cookie of opened.cookies) connection.setCookie(cookie);
    const { id, accountId, role } = opened.owner;
    return { userId: id, accountId, displayName: displayName(opened.owner), role };
  },
});

type Attempt = Readonly<{
  login: string;
  connection: Connection;
  /** Undefined: the password is wrong, or there is none to compare it with. */
  proof: Proof | undefined;
}>;
type OpenedSession = Readonly<{ owner: PersonRow; cookies: readonly string[] }>;

/** Records an attempt for the person who signs in, or for each whom the login may mean. Undefined: refused. */
async function recordAttempts(
  context: OperationContext,
  attempt: Attempt,
  meant: readonly PersonId[],
): Promise<OpenedSession | undefined> {
  const { tx } = context;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signIn:${attempt.login}`}, 0))`);
  if (meant.length === 0) return recordAttempt(context, attempt, undefined);
  let opened: OpenedSession | undefined;
  for (const personId of meant) opened = await recordAttempt(context, attempt, await findPersonToSignIn(tx, personId));
  return opened;
}

/** Checks an attempt and records its outcome. Undefined: refused. */
async function recordAttempt(
  context: OperationContext,
  attempt: Attempt,
  found: Found | undefined,
): Promise<OpenedSession | undefined> {
  const { tx, audit, services } = context;
  const now = services.machineClock.now();
  const answer = await answerBefore(tx, found, attempt, now);
  const mayOpen = found !== undefined && answer === 'askPassword';
  const cookies = mayOpen ? await openSession(services.auth, tx, found.person.id, attempt) : undefined;
  const outcome = cookies !== undefined ? 'signedIn' : answer === 'askPassword' ? 'wrongPassword' : answer;
  await tx.insert(signInAttempt).values({
    accountId: found?.person.accountId ?? null,
    personId: found?.person.id ?? null,
    outcome,
    ipAddress: attempt.connection.address,
    userAgent: attempt.connection.userAgent?.slice(0, 300) ?? null,
    attemptedAt: now,
  });
  const event = outcome === 'signedIn' ? 'signIn.signedIn' : 'signIn.refused';
  await audit.record(event, { personId: found?.person.id ?? null, outcome }, found?.person.accountId ?? null);
  if (found === undefined) return undefined;
  await updateLock(context, found.person, outcome, now);
  return cookies === undefined ? undefined : { owner: found.person, cookies };
}

type Found = { person: PersonRow; accountClosed: boolean };

/** Reads a person, and locks the row until the transaction ends. Undefined: removed since. */
async function findPersonToSignIn(tx: Tx, personId: PersonId): Promise<Found | undefined> {
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(and(eq(person.id, personId), isNull(person.removedAt)))
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

/** Better Auth opens the session. Undefined: the password is wrong, or another one since it was compared. */
async function openSession(
  auth: Auth,
  tx: Tx,
  personId: PersonId,
  { proof, connection }: Attempt,
): Promise<string[] | undefined> {
  if (proof === undefined) return undefined;
  const open = () =>
    auth.betterAuth.api.signInUsername({
      body: { username: personId, password: proof.password },
      headers: { [ADDRESS_HEADER]: connection.address, 'user-agent': connection.userAgent ?? '' },
      returnHeaders: true,
    });
  try {
    const { headers } = await auth.within(tx, () => auth.withProof(proof, open));
    return headers.getSetCookie();
  } catch (error) {
    if (isAPIError(error) && error.status === 'UNAUTHORIZED') return undefined;
    throw error;
  }
}

/** A success resets the count of failures; a wrong password may lock. */
async function updateLock(
  { tx, audit }: OperationContext,
  owner: PersonRow,
  outcome: SignInOutcome,
  now: Temporal.Instant,
): Promise<void> {
  if (outcome === 'signedIn') await setSignInState(tx, owner.id, { failuresCountFrom: now, lockedUntil: null });
  if (outcome !== 'wrongPassword') return;
  const lockedUntil = lockAfterFailure(await countFailuresOfPerson(tx, owner, now), now);
  if (lockedUntil === undefined) return;
  await setSignInState(tx, owner.id, { lockedUntil });
  await audit.record('signIn.locked', { personId: owner.id }, owner.accountId);
}
