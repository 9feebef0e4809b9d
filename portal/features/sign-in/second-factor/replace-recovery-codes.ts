import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate } from '#features/users/users.ts';
import { ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { twoFactor } from '../tables.ts';
import { CurrentPassword } from './factor-schema.ts';
import { findTwoFactor } from './factors.server.ts';
import { openOwnSession, withCheckedPassword } from './own-session.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';

/** Makes new recovery codes in place of the old ones. */
export const replaceRecoveryCodes = ask({
  name: 'signIn.replaceRecoveryCodes',
  description:
    'Makes ten new recovery codes for the caller, after the password. The older ones stop working, and the caller ' +
    'gets a mail. The codes are in this answer only.',
  permission: 'signIn.secondFactor',
  timeoutMs: 30_000,
  input: z.object({ currentPassword: CurrentPassword }),
  output: z.object({ recoveryCodes: z.array(z.string()).describe('The new recovery codes, secrets.') }),
  refusals: ['signIn.noSecondFactor', 'signIn.sessionNeeded', 'signIn.busy'],
  async run(outer, { currentPassword }) {
    await checkCurrentPassword(outer, currentPassword);
    return outer.inTransaction(async (context) => {
      const { tx, personId, services, audit } = context;
      const self = await getPersonForUpdate(tx, personId);
      const { headers } = await openOwnSession(context);
      if ((await findTwoFactor(tx, personId))?.codesCreatedAt == null) throw new Refusal('signIn.noSecondFactor');
      const { betterAuth } = services.auth;
      const { backupCodes } = await withCheckedPassword(context, (password) =>
        betterAuth.api.generateBackupCodes({ body: { password }, headers }),
      );
      await tx
        .update(twoFactor)
        .set({ codesCreatedAt: services.machineClock.now() })
        .where(eq(twoFactor.personId, personId));
      await audit.record('signIn.recoveryCodesReplaced', { personId });
      await sendFactorMail(context, self, { kind: 'codesReplaced' });
      return { recoveryCodes: backupCodes };
    });
  },
});
