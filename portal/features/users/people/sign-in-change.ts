import type { OperationContext } from '#platform/operation.server.ts';
import { loginChangedMail } from './login-changed.mail.ts';
import type { PersonRow } from './people.ts';
import { mailFactsOf, sendSignInMail } from './person-mail.ts';

/**
 * After a login or a sign-in e-mail has changed: everything that was opened under the old one ends, and the old and the
 * new address are notified.
 */
export async function completeSignInChange(
  context: OperationContext,
  before: PersonRow,
  after: PersonRow,
): Promise<void> {
  await context.services.credentials.endAccess(context, after.id);
  const facts = { before, after, ...(await mailFactsOf(context, after.accountId)) };
  for (const address of new Set([before.email, after.email]))
    await sendSignInMail(context, after, (t) => loginChangedMail(t, facts), address);
}

/**
 * After the login, the e-mail or the role of a person without a password has changed: the link of an invitation ends,
 * and another invitation takes its place.
 */
export async function renewInvitation(context: OperationContext, invited: PersonRow): Promise<void> {
  const { credentials } = context.services;
  await credentials.endAccess(context, invited.id);
  if (invited.activationSentAt !== null && invited.disabledAt === null)
    await credentials.sendActivation(context, invited);
}
