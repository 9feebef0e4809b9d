import { eq } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { twoFactor } from '../tables.ts';
import { deleteFactors, findTwoFactor, listPasskeysOf } from './factors.server.ts';
import { endOtherSessions, withCheckedPassword } from './own-session.server.ts';
import type { SteppedUp } from './step-up.server.ts';

/** The number of second factors that the caller has: an app, and each passkey. */
export async function countFactors({ tx, personId }: OperationContext): Promise<number> {
  const hasApp = (await findTwoFactor(tx, personId))?.verified === true;
  return (hasApp ? 1 : 0) + (await listPasskeysOf(tx, personId)).length;
}

/**
 * Ends the other sessions after a factor was taken away; with the last one, the second step and the recovery codes.
 *
 * @returns the cookies of the session that takes the present one's place
 */
export async function closeRemoval(context: OperationContext, { own }: SteppedUp): Promise<readonly string[]> {
  const { tx, personId, services } = context;
  await endOtherSessions(tx, personId, own);
  if ((await countFactors(context)) > 0) return [];
  const { betterAuth } = services.auth;
  const { headers } = await withCheckedPassword(context, (password) =>
    betterAuth.api.disableTwoFactor({ body: { password }, headers: own.headers, returnHeaders: true }),
  );
  await deleteFactors(tx, personId);
  return headers.getSetCookie();
}

/** Takes the app away and keeps the recovery codes, which belong to passkeys too. */
export async function forgetApp({ tx, personId }: OperationContext): Promise<void> {
  await tx
    .update(twoFactor)
    .set({ verified: false, secret: '', sealedSetUp: null, setUpEndsAt: null, appAddedAt: null, appUsedAt: null })
    .where(eq(twoFactor.personId, personId));
}
