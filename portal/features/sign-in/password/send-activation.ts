import { mailFactsOf, type PersonRow, sendSignInMail, setSignInState } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { ACTIVATION_LINK_LIFETIME } from '../rules.ts';
import { activationMail } from './activation.mail.ts';
import { replacePasswordLink } from './password-links.ts';

/** Sends the mail whose link lets a person choose the first password; older links stop working. */
export async function sendActivation(
  context: OperationContext,
  reader: PersonRow,
): Promise<{ expiresAt: Temporal.Instant }> {
  const { tx, clock } = context;
  const now = clock.now();
  const expiresAt = now.add(ACTIVATION_LINK_LIFETIME);
  const token = await replacePasswordLink(tx, { personId: reader.id, purpose: 'activation', now, expiresAt });
  await setSignInState(tx, reader.id, { activationSentAt: now, activationExpiresAt: expiresAt });
  const facts = { reader, token, ...(await mailFactsOf(context, reader.accountId)) };
  await sendSignInMail(context, reader, (t) => activationMail(t, facts));
  return { expiresAt };
}
