import { and, eq, isNull } from 'drizzle-orm';
import { displayName, findPerson, mailFactsOf, type PersonRow, sendSignInMail } from '#features/users/users.ts';
import { networkOf } from '#platform/network.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { impersonation, signInAttempt } from '../tables.ts';
import { markImpersonation } from './impersonation-cookie.ts';
import type { ImpersonationRow } from './impersonation-row.ts';
import { IMPERSONATION_LIFETIME, refusalOfImpersonation } from './impersonation-rules.ts';
import { impersonationStartedMail } from './impersonation-started.mail.ts';
import { findOwnSessionId } from './own-session-id.ts';

/** What is stored of a request to act in a person's place. */
export type Wanted = Readonly<{ reason: string; mayWrite: boolean; byProvider: boolean }>;

/**
 * The person in whose place somebody wants to act.
 *
 * @throws Refusal `users.notFound`, `users.notOneself`, `signIn.personDisabled`
 */
export async function getImpersonated(context: OperationContext, target: PersonRow | undefined): Promise<PersonRow> {
  if (target === undefined) throw new Refusal('users.notFound');
  const isSelf = target.id === context.personId;
  const refused = refusalOfImpersonation({ isSelf, disabledAt: target.disabledAt });
  if (refused !== null) throw new Refusal(refused, { login: target.login ?? '' });
  return target;
}

/** Stores a request to act in a person's place. */
export async function storeRequest(
  context: OperationContext,
  target: PersonRow,
  wanted: Wanted,
): Promise<ImpersonationRow> {
  const { tx, personId, services } = context;
  const self = await findPerson(tx, personId);
  assert(self !== undefined, 'the caller is a person');
  const [row] = await tx
    .insert(impersonation)
    .values({
      ...wanted,
      accountId: target.accountId,
      personId: target.id,
      impersonatorId: self.id,
      impersonatorName: displayName(self),
      requestedAt: services.machineClock.now(),
    })
    .returning();
  assert(row !== undefined, 'the request was not stored');
  return row;
}

/**
 * Lets the caller's session act in the place of a person from the next request on. It is in the history of the person's
 * sign-ins and in the audit of the person's account, and the person gets a mail.
 *
 * @returns the end, exclusive; machine time
 * @throws Refusal `signIn.sessionNeeded`
 */
export async function beginImpersonation(
  context: OperationContext,
  target: PersonRow,
  requested: ImpersonationRow,
): Promise<Temporal.Instant> {
  const { tx, services, connection, audit } = context;
  const sessionId = await findOwnSessionId(context);
  if (sessionId === undefined || connection === undefined) throw new Refusal('signIn.sessionNeeded');
  const now = services.machineClock.now();
  const endsAt = now.add(IMPERSONATION_LIFETIME);
  await tx
    .update(impersonation)
    .set({ endedAt: now })
    .where(and(eq(impersonation.sessionId, sessionId), isNull(impersonation.endedAt)));
  await tx.update(impersonation).set({ sessionId, startedAt: now, endsAt }).where(eq(impersonation.id, requested.id));
  await tx.insert(signInAttempt).values({
    accountId: target.accountId,
    personId: target.id,
    outcome: 'impersonated',
    ipAddress: connection.address,
    network: networkOf(connection.address),
    userAgent: connection.userAgent?.slice(0, 300) ?? null,
    impersonatorId: requested.impersonatorId,
    impersonatorName: requested.impersonatorName,
    attemptedAt: now,
  });
  const { impersonatorName, reason, mayWrite, byProvider } = requested;
  const facts = { userId: target.id, impersonatorName, reason, mayWrite, byProvider };
  await audit.record('signIn.impersonationStarted', facts, target.accountId);
  const mailFacts = { target, requested, endsAt, ...(await mailFactsOf(context, target.accountId)) };
  await sendSignInMail(context, target, (t) => impersonationStartedMail(t, mailFacts));
  markImpersonation(connection, services.publicUrl, requested.id);
  return endsAt;
}
