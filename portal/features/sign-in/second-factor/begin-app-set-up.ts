import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { twoFactor } from '../tables.ts';
import { setUpPurpose } from './app-set-up.server.ts';
import { CurrentPassword } from './factor-schema.ts';
import { findTwoFactor } from './factors.server.ts';
import { openOwnSession, withCheckedPassword } from './own-session.server.ts';
import { APP_SET_UP_LIFETIME } from './second-factor-rules.ts';

/** Makes the key for an authenticator app. It counts once a code of the app has confirmed it. */
export const beginAppSetUp = ask({
  name: 'signIn.beginAppSetUp',
  description:
    'Makes the key for an authenticator app of the caller. `signIn.getAppSetUp` shows it for fifteen minutes; it ' +
    'counts as a second factor once `signIn.confirmAppSetUp` was called with a code of the app. Needs a session.',
  permission: 'signIn.secondFactor',
  timeoutMs: 30_000,
  input: z.object({ currentPassword: CurrentPassword }),
  output: z.object({}),
  refusals: ['signIn.appAlreadyAdded', 'signIn.sessionNeeded', 'signIn.busy'],
  async run(outer, { currentPassword }) {
    await checkCurrentPassword(outer, currentPassword);
    await outer.inTransaction(async (context) => {
      const { tx, personId, services, audit } = context;
      const { headers } = await openOwnSession(context);
      const before = await findTwoFactor(tx, personId);
      if (before?.verified) throw new Refusal('signIn.appAlreadyAdded');
      const { betterAuth } = services.auth;
      const made = await withCheckedPassword(context, (password) =>
        betterAuth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers }),
      );
      assert(made.method === 'totp', 'a key for an app was requested');
      await tx
        .update(twoFactor)
        .set({
          sealedSetUp: services.secretBox.seal(made.totpURI, setUpPurpose(personId)),
          setUpEndsAt: services.machineClock.now().add(APP_SET_UP_LIFETIME),
          // Recovery codes that were given out for a passkey stay valid.
          ...(before?.codesCreatedAt == null ? {} : { backupCodes: before.backupCodes }),
        })
        .where(eq(twoFactor.personId, personId));
      await audit.record('signIn.appSetUpBegun', { personId });
    });
    return {};
  },
});
