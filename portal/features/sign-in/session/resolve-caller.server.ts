import { and, eq, isNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { displayName, type PersonRow, person } from '#features/users/users.ts';
import { type Actor, ANONYMOUS } from '#platform/actor.ts';
import type { Caller, Impersonation, SignedIn } from '#platform/caller.server.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import { networkOf } from '#platform/network.server.ts';
import { haveRightsOf } from '#platform/permissions.ts';
import type { Locale } from '#platform/wire.ts';
import { findApiKey, isLastUseOld, storeLastUse } from '../api-keys/find-api-key.server.ts';
import { RequestLimit } from '../api-keys/request-limit.ts';
import type { ImpersonationRow } from '../impersonation/impersonation-row.ts';
import { needsSecondFactor } from '../second-factor/second-factor-rules.ts';
import { impersonation, session } from '../tables.ts';
import type { Auth } from './auth.server.ts';
import { localeOfBrowser } from './browser-locale.ts';
import { digestOf, KnownCallers } from './known-callers.server.ts';

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
  const bySession = sessionResolver(given);
  const byKey = keyResolver(given);
  return async (request, { address, takesKeys }) => {
    const key = takesKeys ? bearerOf(request) : undefined;
    const found = key === undefined ? await bySession(request) : await byKey(key, networkOf(address ?? ''));
    const { identity, mustEnrol } = found;
    return {
      actor: identity === undefined ? ANONYMOUS : mustEnrol ? enrolling(identity) : identity.actor,
      signedIn: mustEnrol ? null : (identity?.signedIn ?? null),
      locale: identity?.locale ?? localeOfBrowser(request),
      sessionEnded: found.sessionEnded,
      apiKey: found.apiKey,
      setCookies: found.setCookies,
    };
  };
}

type Identity = Readonly<{ actor: Actor; signedIn: SignedIn; locale: Locale }>;
type Found = Readonly<{
  identity: Identity | undefined;
  /** The person needs a second factor and has none. */
  mustEnrol: boolean;
  sessionEnded: boolean;
  apiKey: ApiKeyOutcome | undefined;
  setCookies: readonly string[];
}>;
const NOBODY: Found = {
  identity: undefined,
  mustEnrol: false,
  sessionEnded: false,
  apiKey: undefined,
  setCookies: [],
};

type ResolverParts = Parameters<typeof createResolveCaller>[0];

function sessionResolver(given: ResolverParts): (request: Request) => Promise<Found> {
  const { database, auth, sessionLifetime } = given;
  const callers = new KnownCallers<{ found: Found; endsAtMs: number }>();

  async function read(tx: Tx, request: Request, keep: (known: { found: Found; endsAtMs: number }) => void) {
    const { headers, response } = await auth.betterAuth.api.getSession({
      headers: request.headers,
      returnHeaders: true,
    });
    const setCookies = headers.getSetCookie();
    if (response === null) return { ...NOBODY, sessionEnded: true, setCookies };
    // Sessions follow the machine's time, as the sign-in library writes it.
    const overAtMs = response.session.createdAt.getTime() + sessionLifetime.total('milliseconds');
    if (Date.now() >= overAtMs) {
      await tx.delete(session).where(eq(session.token, response.session.token));
      return { ...NOBODY, sessionEnded: true };
    }
    const { id: sessionId, userId } = response.session;
    const opened = { sessionId: sessionId as Id<'session'>, personId: userId as PersonId };
    const person = await readSessionPerson(tx, opened, given);
    if (person === undefined) return { ...NOBODY, sessionEnded: true, setCookies };
    const { identity, mustEnrol } = person;
    const found: Found = { ...NOBODY, identity, mustEnrol, setCookies };
    const endsAtMs = Math.min(response.session.expiresAt.getTime(), overAtMs, person.endsAtMs);
    if (setCookies.length === 0) keep({ found, endsAtMs });
    return found;
  }

  return async (request) => {
    const cookies = request.headers.get('cookie') ?? '';
    if (!/(^|;\s*)(__Secure-)?portal\.session_token=/.test(cookies)) return NOBODY;
    const digest = digestOf(cookies);
    const known = callers.find(digest);
    if (known !== undefined && Date.now() < known.endsAtMs) return known.found;
    const keep = callers.reading(digest);
    return database.transaction({ kind: 'system' }, (tx) => auth.within(tx, () => read(tx, request, keep)));
  };
}

type KnownKey = Readonly<{
  keyId: string;
  expiresAt: Temporal.Instant;
  lastUsedAt: Temporal.Instant;
  identity: Identity;
}>;

function keyResolver(given: ResolverParts): (key: string, network: string) => Promise<Found> {
  const limit = new RequestLimit(given.apiKeyRequestsPerMinute);
  const callers = new KnownCallers<KnownKey>();

  /** Counts the request. A key that is used too often is refused, whoever it belongs to. */
  function counted(keyId: string, identity: Identity, now: Temporal.Instant): Found {
    const retryAfterSeconds = limit.take(keyId, now.epochMilliseconds);
    return retryAfterSeconds === undefined
      ? { ...NOBODY, apiKey: { status: 'valid' }, identity }
      : { ...NOBODY, apiKey: { status: 'limited', retryAfterSeconds } };
  }

  async function read(tx: Tx, key: string, network: string, keep: (known: KnownKey) => void): Promise<Found> {
    const now = Temporal.Now.instant();
    const row = await findApiKey(tx, key, { network, now, machineNow: given.machineClock.now() });
    const identity = row && identityOf(row);
    // The keys of a locked person rest where the lock holds.
    if (row === undefined || identity === undefined || row.isLockedOut)
      return { ...NOBODY, apiKey: { status: 'invalid' } };
    const byKey = { ...identity, actor: { ...identity.actor, keyScopes: row.scopes } };
    const found = counted(row.id, byKey, now);
    if (found.apiKey?.status !== 'valid') return found;
    const lastUsedAt = await storeLastUse(tx, row, now);
    keep({ keyId: row.id, expiresAt: row.expiresAt, lastUsedAt, identity: byKey });
    return found;
  }

  return (key, network) => {
    const now = Temporal.Now.instant();
    const digest = digestOf(key, network);
    const known = callers.find(digest);
    if (known !== undefined && isBefore(now, known.expiresAt) && !isLastUseOld(known.lastUsedAt, now))
      return Promise.resolve(counted(known.keyId, known.identity, now));
    const keep = callers.reading(digest);
    return given.database.transaction({ kind: 'system' }, (tx) => read(tx, key, network, keep));
  };
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

type PersonWithAccount = Readonly<{ person: PersonRow; account: typeof account.$inferSelect }>;
type SessionPerson = Readonly<{ identity: Identity; mustEnrol: boolean; endsAtMs: number }>;

/**
 * The person of a session, or the one in whose place that person acts in it; undefined when the session's person may
 * not act any more. Also whether the session's person must set up a second factor first, and until when the answer
 * holds.
 */
async function readSessionPerson(
  tx: Tx,
  { sessionId, personId }: Readonly<{ sessionId: Id<'session'>; personId: PersonId }>,
  { staffNeedsSecondFactor, machineClock }: Pick<ResolverParts, 'staffNeedsSecondFactor' | 'machineClock'>,
): Promise<SessionPerson | undefined> {
  const [own] = await tx
    .select({ person, account, impersonation })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .leftJoin(impersonation, and(eq(impersonation.sessionId, sessionId), isNull(impersonation.endedAt)))
    .where(eq(person.id, personId));
  const identity = own && identityOf(own);
  if (own === undefined || identity === undefined) return undefined;
  const mustEnrol =
    !own.person.twoFactorEnabled &&
    needsSecondFactor({
      accountKind: own.account.kind,
      accountRequires: own.account.requiresSecondFactor,
      staffNeedsSecondFactor,
    });
  const endsAt = own.impersonation?.endsAt;
  if (own.impersonation === null || !endsAt) return { identity, mustEnrol, endsAtMs: Number.POSITIVE_INFINITY };
  const acting = await readImpersonated(tx, identity, own.impersonation, machineClock.now());
  return { identity: acting, mustEnrol, endsAtMs: endsAt.epochMilliseconds };
}

/**
 * The person in whose place a session's person acts. When the time is over, that person may not act any more, or a
 * colleague has got rights that the session's person lacks, the session's own person again, who then reads so before
 * anything else.
 */
async function readImpersonated(
  tx: Tx,
  own: Identity,
  { personId, impersonatorId, impersonatorName, byProvider, mayWrite, endsAt }: ImpersonationRow,
  now: Temporal.Instant,
): Promise<Identity> {
  const [row] = await tx
    .select({ person, account })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.id, personId));
  const isOver = endsAt === null || !isBefore(now, endsAt);
  const target = row === undefined || isOver ? undefined : identityOf(row);
  const hasMoreRights = !byProvider && target !== undefined && !haveRightsOf(own.actor.roles, target.actor.roles);
  if (target === undefined || hasMoreRights || endsAt === null) {
    const endedImpersonationOf = row === undefined ? '' : displayName(row.person);
    return { ...own, signedIn: { ...own.signedIn, endedImpersonationOf } };
  }
  const shown: Impersonation = { impersonatorName, mayWrite, endsAt: endsAt.toString() };
  return {
    ...target,
    actor: { ...target.actor, impersonatorId, mayWriteOnBehalf: mayWrite },
    signedIn: { ...target.signedIn, impersonation: shown },
  };
}

/** Undefined for a person who may not act any more: disabled, removed, or of a closed account. */
function identityOf(row: PersonWithAccount): Identity | undefined {
  if (row.account.status === 'closed') return undefined;
  const { id: personId, login, roles, accountId, locale, disabledAt, removedAt } = row.person;
  if (login === null || disabledAt !== null || removedAt !== null) return undefined;
  return {
    actor: { roles, accountId, personId, impersonatorId: null },
    signedIn: {
      personId,
      accountId,
      accountName: row.account.name,
      accountKind: row.account.kind,
      roles,
      login,
      displayName: displayName(row.person),
      timeZone: row.account.timeZone,
      impersonation: null,
      endedImpersonationOf: null,
    },
    locale,
  };
}

/** The caller who may do nothing but set up a second factor. */
function enrolling({ actor }: Identity): Actor {
  return { ...actor, roles: ['enrolling'] };
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}
