import type { PersonalMailWriter } from '#platform/mail.server.ts';
import { findPersonForUpdate } from '../people/people.ts';
import { findOpenChange } from './address-changes.ts';
import { resendConfirmation } from './resend-confirmation.ts';

/** The mails whose link confirms an address, by kind. */
export const addressMails: Readonly<Record<'users.addressConfirmation', PersonalMailWriter>> = {
  async 'users.addressConfirmation'(context, personId) {
    const owner = await findPersonForUpdate(context.tx, personId);
    if (owner === undefined || owner.disabledAt !== null) return false;
    if ((await findOpenChange(context.tx, personId)) === undefined) return false;
    await resendConfirmation(context, owner);
    return true;
  },
};
