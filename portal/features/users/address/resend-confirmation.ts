import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from '../people/people.ts';
import { findOpenChange } from './address-changes.ts';
import { sendConfirmation } from './request-address-change.ts';

/** @throws Refusal `users.noAddressChange`, `users.tooManyMails` */
export async function resendConfirmation(context: OperationContext, owner: PersonRow): Promise<void> {
  const open = await findOpenChange(context.tx, owner.id);
  if (open === undefined) throw new Refusal('users.noAddressChange');
  const { address, changesEmail, changesLogin } = open;
  await sendConfirmation(context, owner, { address, changesEmail, changesLogin });
}
