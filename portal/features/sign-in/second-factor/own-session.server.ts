import { and, eq, ne } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { findPasswordHash } from '../session/stored-password.ts';
import { session } from '../tables.ts';
import { type AuthCookie, authHeaders } from './auth-headers.server.ts';

/** The caller's own session in the browser that calls. */
export type OwnSession = Readonly<{ headers: Headers; token: string }>;

/**
 * Opens the session of the caller for calls of Better Auth that change the second factor. Only the person may: no
 * program with a key. Whoever acts in the person's place has no session of theirs.
 *
 * @param cookies  further cookies that the calls read
 * @throws Refusal `signIn.sessionNeeded`
 */
export async function openOwnSession(
  { tx, personId, services, connection }: OperationContext,
  cookies: readonly AuthCookie[] = [],
): Promise<OwnSession> {
  const headers = authHeaders(connection, ['session_token', ...cookies]);
  const { betterAuth, within } = services.auth;
  const found = await within(tx, () => betterAuth.api.getSession({ headers }));
  if (found?.user.id !== personId) throw new Refusal('signIn.sessionNeeded');
  return { headers, token: found.session.token };
}

/** Ends the other sessions of a person whose second factor has changed. */
export async function endOtherSessions(tx: Tx, personId: PersonId, { token }: OwnSession): Promise<void> {
  await tx.delete(session).where(and(eq(session.personId, personId), ne(session.token, token)));
}

/**
 * Runs a call of Better Auth that asks for the caller's password, which the operation has compared before.
 *
 * @param act  gets the text to give as the password
 */
export async function withCheckedPassword<T>(
  { tx, personId, services }: OperationContext,
  act: (password: string) => Promise<T>,
): Promise<T> {
  const hash = await findPasswordHash(tx, personId);
  assert(hash !== null, 'the password of this person was compared');
  const password = crypto.randomUUID();
  const { within, withProof } = services.auth;
  return within(tx, () => withProof({ hash, password }, () => act(password)));
}
