import { z } from 'zod';
import { getPersonForUpdate, sendActivation } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';

/** Sends the activation mail, for the first time or again; the link of an earlier one stops working. */
export const resendActivation = operation({
  name: 'users.resendActivation',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId }),
  output: z.object({ linkExpiresAt: InstantText }),
  refusals: ['users.notFound', 'users.alreadyActive', 'users.isDisabled'],
  async run(context, { userId }) {
    const target = await getPersonForUpdate(context.tx, userId);
    if (target.passwordSetAt !== null) throw new Refusal('users.alreadyActive', { login: target.login });
    if (target.disabledAt !== null) throw new Refusal('users.isDisabled', { login: target.login });
    const { expiresAt } = await sendActivation(context, target);
    await context.audit.record('users.activationSent', { userId });
    return { linkExpiresAt: expiresAt.toString() };
  },
});
