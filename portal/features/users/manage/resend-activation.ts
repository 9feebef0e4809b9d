import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { refuseMailFlood } from '../people/mail-limit.ts';
import { getManagedPerson } from './guards.ts';
import { UserId } from './user-id.ts';

/** Sends the activation mail, for the first time or again. */
export const resendActivation = operation({
  name: 'users.resendActivation',
  description:
    'Sends the activation mail to a user without a password, for the first time or again. The link of an earlier ' +
    'mail stops working.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({ linkExpiresAt: InstantText.describe('End of the link in the mail, UTC, exclusive.') }),
  refusals: ['users.notFound', 'users.moreRights', 'users.alreadyActive', 'users.isDisabled', 'users.tooManyMails'],
  async run(context, { userId }) {
    const target = await getManagedPerson(context, userId);
    if (target.passwordSetAt !== null) throw new Refusal('users.alreadyActive', { login: target.login });
    if (target.disabledAt !== null) throw new Refusal('users.isDisabled', { login: target.login });
    await refuseMailFlood(context, target.email);
    const { expiresAt } = await context.services.credentials.sendActivation(context, target);
    await context.audit.record('users.activationSent', { userId });
    return { linkExpiresAt: expiresAt.toString() };
  },
});
