import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { type Actor, ANONYMOUS } from '#platform/actor.ts';
import type { Caller, SignedIn } from '#platform/caller.server.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { Locale } from '#platform/wire.ts';
import { displayName } from '../users/people.ts';
import type { Auth } from './auth.server.ts';
import { signIn } from './sign-in.server.ts';
import { person } from './tables.ts';

/** The cookie that keeps the language of a browser that is not signed in. */
export const LOCALE_COOKIE = 'portal.locale';

/** What is known of a caller before anything is done for them. */
export type ResolvedCaller = Pick<Caller, 'actor' | 'signedIn' | 'locale'> &
  Readonly<{
    auth: CallerAuth;
    /** The outcome of the API key in the request; undefined without one. */
    apiKey: ApiKeyOutcome | undefined;
    /** `Set-Cookie` values that the answer must carry: an open session is prolonged. */
    setCookies: readonly string[];
  }>;

export type ApiKeyOutcome =
  | Readonly<{ status: 'valid' }>
  /** Unknown, expired or revoked, or of a person who may not act any more. */
  | Readonly<{ status: 'invalid' }>
  /** Used too often in the last minute. */
  | Readonly<{ status: 'limited'; retryAfterSeconds: number }>;

/** @param address  of the caller, as the server saw it */
export type ResolveCaller = (request: Request, address: string) => Promise<ResolvedCaller>;

/** What a page may do with the caller's sign-in. */
export type CallerAuth = Readonly<{
  /** True when the browser still has the cookie of a session that has ended. */
  sessionEnded: boolean;
  /**
   * @returns headers with the session's cookie, for the answer
   * @throws Refusal `signIn.signInFailed`
   */
  signIn(typed: { login: string; password: string }): Promise<Headers>;
  /** Ends this browser's session. */
  signOut(): Promise<Headers>;
}>;

/** Reads who calls: the session's cookie, or an API key as `Authorization: Bearer`. */
export function createResolveCaller(app: { database: Database; auth: Auth; clock: Clock }): ResolveCaller {
  const { database, auth } = app;
  return (request, address) => {
    const callerAuth = (sessionEnded: boolean): CallerAuth => ({
      sessionEnded,
      signIn: ({ login, password }) =>
        signIn(app, {
          login,
          password,
          address,
          userAgent: request.headers.get('user-agent'),
          requestId: crypto.randomUUID(),
        }),
      async signOut() {
        const { headers } = await auth.betterAuth.api.signOut({ headers: request.headers, returnHeaders: true });
        return headers;
      },
    });
    return database.transaction({ kind: 'system' }, (tx) =>
      auth.within(tx, async () => {
        const key = bearerOf(request);
        const seen = key === undefined ? await seenBySession(auth, tx, request) : await seenByKey(auth, tx, key);
        return {
          actor: seen.who?.actor ?? ANONYMOUS,
          signedIn: seen.who?.signedIn ?? null,
          locale: seen.who?.locale ?? localeOfBrowser(request),
          auth: callerAuth(seen.ended),
          apiKey: seen.apiKey,
          setCookies: seen.setCookies,
        };
      }),
    );
  };
}

/** The sign-in side of a caller, which the platform carries without knowing its shape. */
export function authOf(caller: Caller): CallerAuth {
  return caller.auth as CallerAuth;
}

type Who = { actor: Actor; signedIn: SignedIn; locale: Locale };
type Seen = { who: Who | undefined; ended: boolean; apiKey?: ApiKeyOutcome; setCookies: string[] };

async function seenBySession(auth: Auth, tx: Tx, request: Request): Promise<Seen> {
  if (!/(^|;\s*)(__Secure-)?portal\.session_token=/.test(request.headers.get('cookie') ?? ''))
    return { who: undefined, ended: false, setCookies: [] };
  const { headers, response } = await auth.betterAuth.api.getSession({ headers: request.headers, returnHeaders: true });
  const who =
    response === null
      ? undefined
      : await readWho(tx, response.user.id as PersonId, (response.session.impersonatedBy ?? null) as PersonId | null);
  return { who, ended: who === undefined, setCookies: headers.getSetCookie() };
}

async function seenByKey(auth: Auth, tx: Tx, key: string): Promise<Seen> {
  const { valid, key: known, error } = await auth.betterAuth.api.verifyApiKey({ body: { key } });
  const who = valid && known !== null ? await readWho(tx, known.referenceId as PersonId, null) : undefined;
  return { who, ended: false, apiKey: who === undefined ? refusedKey(error) : { status: 'valid' }, setCookies: [] };
}

/** @source Better Auth, plugin API key: the error `RATE_LIMITED` has `details.tryAgainIn` in milliseconds */
const RateLimited = z.object({ code: z.literal('RATE_LIMITED'), details: z.object({ tryAgainIn: z.number() }) });

function refusedKey(error: unknown): ApiKeyOutcome {
  const limited = RateLimited.safeParse(error);
  if (!limited.success) return { status: 'invalid' };
  return { status: 'limited', retryAfterSeconds: Math.ceil(limited.data.details.tryAgainIn / 1000) };
}

/** Undefined for a person who may not act any more: disabled, removed, or of a closed account. */
async function readWho(tx: Tx, personId: PersonId, impersonatorId: PersonId | null): Promise<Who | undefined> {
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

async function nameOf(tx: Tx, personId: PersonId): Promise<string | null> {
  const [row] = await tx.select().from(person).where(eq(person.id, personId));
  return row === undefined ? null : displayName(row);
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** The language that was chosen in this browser, else the browser's first that the portal speaks, else Italian. */
function localeOfBrowser(request: Request): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE.replace('.', '\\.')}=(\\w+)`).exec(
    request.headers.get('cookie') ?? '',
  )?.[1];
  const chosen = Locale.safeParse(cookie);
  if (chosen.success) return chosen.data;
  for (const wanted of (request.headers.get('accept-language') ?? '').split(',')) {
    const spoken = Locale.safeParse(wanted.trim().slice(0, 2).toLowerCase());
    if (spoken.success) return spoken.data;
  }
  return 'it';
}
