import { isAPIError } from 'better-auth/api';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  displayName,
  loginKeyOf,
  PASSWORD_LENGTH_MAX,
  PersonRoles,
  type PersonRow,
  person,
} from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { networkOf } from '#platform/network.server.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { answerBeforePassword } from '../rules.ts';
import { storePendingSignIn } from '../second-factor/pending-sign-ins.server.ts';
import { ADDRESS_HEADER, type Auth, type Proof } from './auth.server.ts';
import { findNetworkRefusal, isRefusalStored } from './failures.ts';
import { findKnownDevice } from './known-devices.ts';
import { findLockEnd } from './locks.ts';
import { type Candidate, compareWithAll, findCandidates } from './sign-in-candidates.ts';
import { storeOutcome } from './store-outcome.ts';

/**
 * Signs a person in. A refusal is the same whatever the reason: it does not reveal whether a login exists, is locked or
 * disabled, or whether a refused password was right; the time of the answer does not either.
 *
 * The stored hashes of the people whom the login may mean are read, the password is compared with them outside of
 * transactions, and then one transaction decides: attempts for one login, whether it exists or not, are counted in it
 * one after the other. A comparison that ends after others have locked the person counts for nothing, so that a hundred
 * attempts at once learn no more than ten in a row. The transaction commits before the refusal, so that a refused
 * attempt is recorded too: hence `ask`.
 */
export const signIn = ask({
  name: 'signIn.signIn',
  description:
    'Signs a person in. The `Set-Cookie` header of the answer carries the session, to be sent back as `Cookie`, which ' +
    'counts together with the portal’s address as `Origin`; a program usually uses an API key instead. For a person ' +
    'with a second factor it opens no session yet: see `secondStepNeeded`. Ten wrong passwords from one network ' +
    'within ten minutes lock a login there for an hour, thirty from any network within an hour lock it everywhere; a ' +
    'device on which the person has signed in before is not locked out.',
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
    roles: PersonRoles,
    secondStepNeeded: z
      .boolean()
      .describe('True: no session yet. `signIn.completeSecondStep` or a passkey opens it within ten minutes.'),
  }),
  refusals: ['signIn.signInFailed', 'signIn.tooManyAttempts', 'signIn.busy'],
  async run({ inTransaction, connection, services }, typed) {
    assert(connection !== undefined, 'a session is opened for a browser or a program that connects over HTTP');
    const login = loginKeyOf(typed.login);
    const { candidates, refusedUntil } = await inTransaction((context) => readBefore(context, login, connection));
    if (refusedUntil !== undefined) throw tooManyAttempts(refusedUntil, services.machineClock.now());
    const password = typed.password.slice(0, PASSWORD_LENGTH_MAX + 1);
    const right = await compareWithAll(services.passwordHashing, candidates, password, connection);
    const meant = right === undefined ? candidates.map(({ person: one }) => one.id) : [right.personId];
    const attempt = { login, connection, proof: right?.proof };
    const opened = await inTransaction((context) => recordAttempts(context, attempt, meant));
    if (opened === undefined) throw new Refusal('signIn.signInFailed');
    const { owner, secondStepNeeded } = opened;
    const { id, accountId, roles } = owner;
    return { userId: id, accountId, displayName: displayName(owner), roles, secondStepNeeded };
  },
});

type Attempt = Readonly<{
  login: string;
  connection: Connection;
  /** Undefined: the password is wrong, or there is none to compare it with. */
  proof: Proof | undefined;
}>;

/** The person whose password was right. */
type Entered = Readonly<{ owner: PersonRow; secondStepNeeded: boolean }>;

type Before = Readonly<{ candidates: readonly Candidate[]; refusedUntil: Temporal.Instant | undefined }>;

/**
 * Reads the people whom the login may mean. From a network that has failed too often nothing is compared, except for a
 * device that is known.
 */
async function readBefore(context: OperationContext, login: string, connection: Connection): Promise<Before> {
  const { tx, services } = context;
  const now = services.machineClock.now();
  const candidates = await findCandidates(tx, login);
  const network = networkOf(connection.address);
  const refusedUntil = await findNetworkRefusal(tx, network, now);
  if (refusedUntil === undefined) return { candidates, refusedUntil };
  for (const { person: owner } of candidates)
    if (await isKnownDevice(context, owner, connection)) return { candidates, refusedUntil: undefined };
  const owners = candidates.length === 0 ? [undefined] : candidates.map(({ person: owner }) => owner);
  for (const owner of owners)
    if (!(await isRefusalStored(tx, { network, personId: owner?.id ?? null, now })))
      await storeOutcome(context, { owner, outcome: 'tooManyFromAddress', connection });
  return { candidates, refusedUntil };
}

function tooManyAttempts(until: Temporal.Instant, now: Temporal.Instant): Refusal {
  const wait = until.since(now);
  return new Refusal('signIn.tooManyAttempts', {
    minutes: Math.ceil(wait.total('minutes')),
    retryAfterSeconds: Math.ceil(wait.total('seconds')),
  });
}

async function isKnownDevice(
  { tx, services }: OperationContext,
  owner: PersonRow,
  { cookieHeader }: Connection,
): Promise<boolean> {
  const browser = { cookieHeader, publicUrl: services.publicUrl };
  return (await findKnownDevice(tx, owner.id, browser, services.machineClock.now())) !== undefined;
}

/** Stores an attempt for the person who signs in, or for each whom the login may mean. Undefined: refused. */
async function recordAttempts(
  context: OperationContext,
  attempt: Attempt,
  meant: readonly PersonId[],
): Promise<Entered | undefined> {
  const { tx } = context;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signIn:${attempt.login}`}, 0))`);
  if (meant.length === 0) return recordAttempt(context, attempt, undefined);
  let opened: Entered | undefined;
  for (const personId of meant) opened = await recordAttempt(context, attempt, await findPersonToSignIn(tx, personId));
  return opened;
}

/** Decides an attempt and stores its outcome. Undefined: refused. */
async function recordAttempt(
  context: OperationContext,
  attempt: Attempt,
  found: Found | undefined,
): Promise<Entered | undefined> {
  const { tx, services } = context;
  const { connection } = attempt;
  const answer = await answerBefore(context, found, connection);
  const mayOpen = found !== undefined && answer === 'askPassword';
  const opened = mayOpen ? await openSession(services.auth, tx, found.person.id, attempt) : undefined;
  const outcome = opened?.outcome ?? (answer === 'askPassword' ? 'wrongPassword' : answer);
  for (const cookie of opened?.cookies ?? []) connection.setCookie(cookie);
  await storeOutcome(context, { owner: found?.person, outcome, connection });
  if (found === undefined || opened === undefined) return undefined;
  const secondStepNeeded = opened.outcome === 'secondStepNeeded';
  if (secondStepNeeded) await storePendingSignIn(context, found.person.id, opened.cookies);
  return { owner: found.person, secondStepNeeded };
}

/** A person who comes in, and whether the account is closed. */
export type Found = Readonly<{ person: PersonRow; accountClosed: boolean }>;

/** Reads a person, and locks the row until the transaction ends. Undefined: removed since. */
async function findPersonToSignIn(tx: Tx, personId: PersonId): Promise<Found | undefined> {
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(and(eq(person.id, personId), isNull(person.removedAt)))
    .for('no key update', { of: person });
  return row === undefined ? undefined : { person: row.person, accountClosed: row.accountStatus === 'closed' };
}

/** Decides who may come in at all. A known device is let in where a lock keeps others out. */
export async function answerBefore(context: OperationContext, found: Found | undefined, connection: Connection) {
  if (found === undefined) return answerBeforePassword(undefined, context.services.machineClock.now());
  const { person: owner, accountClosed } = found;
  const now = context.services.machineClock.now();
  const lockedUntil = (await isKnownDevice(context, owner, connection))
    ? null
    : await findLockEnd(context.tx, owner.id, networkOf(connection.address), now);
  const facts = {
    disabled: owner.disabledAt !== null || accountClosed,
    hasPassword: owner.passwordSetAt !== null,
    lockedUntil,
  };
  return answerBeforePassword(facts, now);
}

type Opened = Readonly<{ outcome: 'signedIn' | 'secondStepNeeded'; cookies: readonly string[] }>;

/**
 * Better Auth opens the session, or for a person with a second factor the pending sign-in. Undefined: the password is
 * wrong, or another one since it was compared.
 */
async function openSession(
  auth: Auth,
  tx: Tx,
  personId: PersonId,
  { proof, connection }: Attempt,
): Promise<Opened | undefined> {
  if (proof === undefined) return undefined;
  const open = () =>
    auth.betterAuth.api.signInUsername({
      body: { username: personId, password: proof.password },
      headers: { [ADDRESS_HEADER]: connection.address, 'user-agent': connection.userAgent ?? '' },
      returnHeaders: true,
    });
  try {
    const { headers, response } = await auth.within(tx, () => auth.withProof(proof, open));
    const isPending = response !== null && 'twoFactorRedirect' in response;
    return { outcome: isPending ? 'secondStepNeeded' : 'signedIn', cookies: headers.getSetCookie() };
  } catch (error) {
    if (isAPIError(error) && error.status === 'UNAUTHORIZED') return undefined;
    throw error;
  }
}
