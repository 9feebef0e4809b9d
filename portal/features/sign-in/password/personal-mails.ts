import { findPerson } from '#features/users/users.ts';
import type { PersonalMailWriter } from '#platform/mail.server.ts';
import { sendActivation } from './send-activation.ts';
import { sendRecovery } from './send-recovery.ts';

/** The mails whose link chooses a password, by kind. */
export const personalMails: Readonly<Record<'signIn.activation' | 'signIn.recovery', PersonalMailWriter>> = {
  async 'signIn.activation'(context, personId) {
    const owner = await findPerson(context.tx, personId);
    if (owner === undefined || owner.disabledAt !== null || owner.passwordSetAt !== null) return false;
    await sendActivation(context, owner);
    return true;
  },

  async 'signIn.recovery'(context, personId) {
    const owner = await findPerson(context.tx, personId);
    if (owner === undefined || owner.disabledAt !== null || owner.passwordSetAt === null) return false;
    await sendRecovery(context, owner);
    return true;
  },
};
