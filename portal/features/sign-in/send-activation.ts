import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { PersonRow } from '../users/people.ts';
import { mailPerson } from '../users/person-mail.ts';
import { activationMail } from './activation.mail.ts';
import { replacePasswordLink } from './password-links.ts';
import { ACTIVATION_LINK_LIFETIME } from './rules.ts';
import { person } from './tables.ts';

/** Sends the mail whose link lets a person choose the first password; older links stop working. */
export async function sendActivation(
  context: OperationContext,
  reader: PersonRow,
): Promise<{ expiresAt: Temporal.Instant }> {
  const { tx, clock, services } = context;
  const now = clock.now();
  const expiresAt = now.add(ACTIVATION_LINK_LIFETIME);
  const token = await replacePasswordLink(tx, { personId: reader.id, purpose: 'activation', now, expiresAt });
  await tx
    .update(person)
    .set({ activationSentAt: now, activationExpiresAt: expiresAt, updatedAt: now })
    .where(eq(person.id, reader.id));
  const [company] = await tx.select({ name: account.name }).from(account).where(eq(account.id, reader.accountId));
  assert(company !== undefined, 'a person of no account');
  await mailPerson(context, reader, (t) =>
    activationMail(t, {
      reader,
      accountName: company.name,
      token,
      brandName: services.brand.name,
      publicUrl: services.publicUrl,
    }),
  );
  return { expiresAt };
}
