import type { OperationContext } from '#platform/operation.server.ts';
import { refuseMailFlood } from '../people/mail-limit.ts';
import type { PersonRow } from '../people/people.ts';
import { mailFactsOf, sendSignInMail } from '../people/person-mail.ts';
import type { AddressToConfirm } from '../rules.ts';
import { addressChangeRequestedMail } from './address-change-requested.mail.ts';
import { replaceAddressChange } from './address-changes.ts';
import { addressConfirmationMail } from './address-confirmation.mail.ts';

/**
 * Lets an address wait for its confirmation: a link goes to it, and a notice to the address that counts until then.
 *
 * @throws Refusal `users.tooManyMails`
 */
export async function requestAddressChange(
  context: OperationContext,
  owner: PersonRow,
  change: AddressToConfirm,
): Promise<void> {
  await sendConfirmation(context, owner, change);
  if (change.address === owner.email) return;
  const facts = { reader: owner, change, ...(await mailFactsOf(context, owner.accountId)) };
  await sendSignInMail(context, owner, (t) => addressChangeRequestedMail(t, facts));
}

/** Sends a new link to the address; an earlier link stops working. */
export async function sendConfirmation(
  context: OperationContext,
  owner: PersonRow,
  change: AddressToConfirm,
): Promise<void> {
  await refuseMailFlood(context, change.address);
  const token = await replaceAddressChange(context, owner, change);
  const facts = { reader: owner, change, ...(await mailFactsOf(context, owner.accountId)) };
  await sendSignInMail(context, owner, (t) => addressConfirmationMail(t, { ...facts, token }), change.address);
}
