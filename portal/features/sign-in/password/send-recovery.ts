import { type PersonRow, sendSignInMail } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { RECOVERY_LINK_LIFETIME } from '../rules.ts';
import { replacePasswordLink } from './password-links.ts';
import { recoveryMail } from './recovery.mail.ts';

/** Sends the mail whose link lets a person choose a new password; older links stop working. */
export async function sendRecovery(context: OperationContext, reader: PersonRow): Promise<void> {
  const { tx, clock, services } = context;
  const now = clock.now();
  const expiresAt = now.add(RECOVERY_LINK_LIFETIME);
  const token = await replacePasswordLink(tx, { personId: reader.id, purpose: 'recovery', now, expiresAt });
  const { brand, publicUrl } = services;
  await sendSignInMail(context, reader, (t) => recoveryMail(t, { reader, token, brandName: brand.name, publicUrl }));
}
