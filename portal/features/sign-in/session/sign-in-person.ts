import { isAPIError } from 'better-auth/api';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  displayName,
  PASSWORD_LENGTH_MAX,
  PersonRole,
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
import { credential, signInAttempt } from '../tables.ts';
import { ADDRESS_HEADER, type Auth, type Proof } from './auth.server.ts';
import { countFailuresFromAddress, countFailuresOfPerson } from './failures.ts';

/**
 * Signs a person in. A refusal is the same whatever the reason: it does not reveal whether a login exists, is locked or
 * disabled, or whether a refused password was right; the time of the answer does not either.
 *
 * The stored hash is read, the password is compared with it outside of transactions, and then one transaction decides:
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
    const login = normalizeLogin(typed.login);
    const compared = {
      hash: await inTransaction(({ tx }) => findHashByLogin(tx, login)),
      password: typed.password.slice(0, PASSWORD_LENGTH_MAX + 1),
    };
    const isRight = await services.passwordHashing.verify(compared, connection);
    const proof = isRight && compared.hash !== null ? { ...compared, hash: compared.hash } : undefined;
    const opened = await inTransaction((context) => recordAttempt(context, { login, connection, proof }));
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

/** Checks an attempt and records its outcome. Undefined: refused. */
async function recordAttempt(context: OperationContext, attempt: Attempt): Promise<OpenedSession | undefined> {
  const { tx, audit, services } = context;
  const now = services.machineClock.now();
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signIn:${attempt.login}`}, 0))`);
  const found = await findByLogin(tx, attempt.login);
  const answer = await answerBefore(tx, found, attempt, now);
  const cookies = answer === 'askPassword' ? await openSession(services.auth, tx, attempt) : undefined;
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

async function findHashByLogin(tx: Tx, login: string): Promise<string | null> {
  const [row] = await tx
    .select({ hash: credential.password })
    .from(person)
    .innerJoin(credential, and(eq(credential.personId, person.id), eq(credential.providerId, 'credential')))
    .where(eq(person.login, login));
  return row?.hash ?? null;
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

/** Better Auth opens the session. Undefined: the password is wrong, or another one since it was compared. */
async function openSession(auth: Auth, tx: Tx, { login, proof, connection }: Attempt): Promise<string[] | undefined> {
  if (proof === undefined) return undefined;
  const open = () =>
    auth.betterAuth.api.signInUsername({
      body: { username: login, password: proof.password },
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
