import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { displayName, person } from '#features/users/users.ts';
import { type Actor, ANONYMOUS } from '#platform/actor.ts';
import type { Caller, SignedIn } from '#platform/caller.server.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { networkOf } from '#platform/network.server.ts';
import type { Locale } from '#platform/wire.ts';
import { findApiKey, storeLastUse } from '../api-keys/find-api-key.server.ts';
import { RequestLimit } from '../api-keys/request-limit.ts';
import { needsSecondFactor } from '../second-factor/second-factor-rules.ts';
import { session } from '../tables.ts';
import type { Auth } from './auth.server.ts';
import { localeOfBrowser } from './browser-locale.ts';
import { findLockEnd } from './locks.ts';

/** The facts about a caller that are known before any operation runs. */
export type ResolvedCaller = Pick<Caller, 'actor' | 'signedIn' | 'locale' | 'sessionEnded'> &
  Readonly<{
    /** The outcome of the API key in the request; undefined without one. */
    apiKey: ApiKeyOutcome | undefined;
    /** `Set-Cookie` values that the answer must carry: an open session is prolonged. */
    setCookies: readonly string[];
  }>;

export type ApiKeyOutcome =
  | Readonly<{ status: 'valid' }>
  /** Unknown, expired or revoked, or of a person who may not act any more or is locked. */
  | Readonly<{ status: 'invalid' }>
  /** Used too often in the last minute. */
  | Readonly<{ status: 'limited'; retryAfterSeconds: number }>;

/** How a request came. */
export type Arrival = Readonly<{
  /** Address of the caller, as the server saw it; null where there is no connection. */
  address: string | null;
  /** False: an API key opens nothing here, as on pages. */
  takesKeys: boolean;
}>;

export type ResolveCaller = (request: Request, arrival: Arrival) => Promise<ResolvedCaller>;

/** Recognises callers: by the cookie of a session, or by an API key as `Authorization: Bearer`. */
export function createResolveCaller(given: {
  database: Database;
  auth: Auth;
  /** A session ends after this time, however much it is used. */
  sessionLifetime: Temporal.Duration;
  /** Locks follow it. */
  machineClock: Clock;
  /** Requests of one API key to this process, at most. */
  apiKeyRequestsPerMinute: number;
  staffNeedsSecondFactor: boolean;
}): ResolveCaller {
  const { database, auth, sessionLifetime, machineClock, staffNeedsSecondFactor } = given;
  const limit = new RequestLimit(given.apiKeyRequestsPerMinute);
  return (request, { address, takesKeys }) =>
    database.transaction({ kind: 'system' }, (tx) =>
      auth.within(tx, async () => {
        const key = takesKeys ? bearerOf(request) : undefined;
        const found =
          key === undefined
            ? await findBySession({ auth, sessionLifetime }, tx, request)
            : await findByKey(tx, key, { limit, address, machineNow: machineClock.now() });
        // A program with a key cannot do a second step; keys need none.
        const enrols = key === undefined && (await mustEnrol(tx, found.identity?.actor, staffNeedsSecondFactor));
        return {
          actor: found.identity === undefined ? ANONYMOUS : enrols ? enrolling(found.identity) : found.identity.actor,
          signedIn: enrols ? null : (found.identity?.signedIn ?? null),
          locale: found.identity?.locale ?? localeOfBrowser(request),
          sessionEnded: found.sessionEnded,
          apiKey: found.apiKey,
          setCookies: found.setCookies,
        };
      }),
    );
}

type Identity = { actor: Actor; signedIn: SignedIn; locale: Locale };
type Found = {
  identity: Identity | undefined;
  sessionEnded: boolean;
  apiKey?: ApiKeyOutcome;
  setCookies: string[];
};

async function findBySession(
  { auth, sessionLifetime }: { auth: Auth; sessionLifetime: Temporal.Duration },
  tx: Tx,
  request: Request,
): Promise<Found> {
  if (!/(^|;\s*)(__Secure-)?portal\.session_token=/.test(request.headers.get('cookie') ?? ''))
    return { identity: undefined, sessionEnded: false, setCookies: [] };
  const { headers, response } = await auth.betterAuth.api.getSession({ headers: request.headers, returnHeaders: true });
  if (response !== null && isOver(response.session.createdAt, sessionLifetime)) {
    await tx.delete(session).where(eq(session.token, response.session.token));
    return { identity: undefined, sessionEnded: true, setCookies: [] };
  }
  const identity =
    response === null
      ? undefined
      : await readIdentity(
          tx,
          response.user.id as PersonId,
          (response.session.impersonatedBy ?? null) as PersonId | null,
        );
  return { identity, sessionEnded: identity === undefined, setCookies: headers.getSetCookie() };
}

/** Sessions follow the machine's time, as the sign-in library writes it. */
function isOver(createdAt: Date, lifetime: Temporal.Duration): boolean {
  return Date.now() - createdAt.getTime() >= lifetime.total('milliseconds');
}

async function findByKey(
  tx: Tx,
  key: string,
  given: { limit: RequestLimit; address: string | null; machineNow: Temporal.Instant },
): Promise<Found> {
  const outcome = (apiKey: ApiKeyOutcome): Found => ({
    identity: undefined,
    sessionEnded: false,
    apiKey,
    setCookies: [],
  });
  const now = Temporal.Now.instant();
  const known = await findApiKey(tx, key, now);
  const identity = known && (await readIdentity(tx, known.personId, null));
  if (known === undefined || identity === undefined) return outcome({ status: 'invalid' });
  if (await isLockedOut(tx, known.personId, given)) return outcome({ status: 'invalid' });
  const retryAfterSeconds = given.limit.take(known.id, now.epochMilliseconds);
  if (retryAfterSeconds !== undefined) return outcome({ status: 'limited', retryAfterSeconds });
  await storeLastUse(tx, known.id, now);
  const actor = { ...identity.actor, keyScopes: known.scopes };
  return { ...outcome({ status: 'valid' }), identity: { ...identity, actor } };
}

/** The keys of a locked person rest where the lock holds. */
async function isLockedOut(
  tx: Tx,
  personId: PersonId,
  { address, machineNow }: { address: string | null; machineNow: Temporal.Instant },
): Promise<boolean> {
  return (await findLockEnd(tx, personId, networkOf(address ?? ''), machineNow)) !== null;
}

/** Undefined for a person who may not act any more: disabled, removed, or of a closed account. */
async function readIdentity(
  tx: Tx,
  personId: PersonId,
  impersonatorId: PersonId | null,
): Promise<Identity | undefined> {
  const [row] = await tx
    .select({ person, account })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.id, personId));
  if (row === undefined || row.account.status === 'closed') return undefined;
  const { login, role, accountId, locale, disabledAt, removedAt } = row.person;
  if (login === null || disabledAt !== null || removedAt !== null) return undefined;
  return {
    actor: { role, accountId, personId, impersonatorId },
    signedIn: {
      personId,
      accountId,
      accountName: row.account.name,
      accountKind: row.account.kind,
      role,
      login,
      displayName: displayName(row.person),
      timeZone: row.account.timeZone,
      impersonatorName: impersonatorId === null ? null : await nameOf(tx, impersonatorId),
    },
    locale,
  };
}

/**
 * True for a session whose person needs a second factor and has none. Where the provider's person acts in another's
 * place, the provider's person needs it.
 */
async function mustEnrol(tx: Tx, actor: Actor | undefined, staffNeedsSecondFactor: boolean): Promise<boolean> {
  const personId = actor?.impersonatorId ?? actor?.personId;
  if (personId === undefined || personId === null) return false;
  const [row] = await tx
    .select({
      hasFactor: person.twoFactorEnabled,
      accountKind: account.kind,
      accountRequires: account.requiresSecondFactor,
    })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.id, personId));
  return row !== undefined && !row.hasFactor && needsSecondFactor({ ...row, staffNeedsSecondFactor });
}

/** The caller who may do nothing but set up a second factor. */
function enrolling({ actor }: Identity): Actor {
  return { ...actor, role: 'enrolling' };
}

async function nameOf(tx: Tx, personId: PersonId): Promise<string | null> {
  const [row] = await tx.select().from(person).where(eq(person.id, personId));
  return row === undefined ? null : displayName(row);
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}
