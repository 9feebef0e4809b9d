import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { isSetUpOpen } from './app-set-up.server.ts';
import { findTwoFactor, isFactorRequired, listPasskeysOf, readRecoveryCodes } from './factors.server.ts';

/** The caller's own second factor, without its secrets. */
export const getSecondFactor = operation({
  name: 'signIn.getSecondFactor',
  description: 'Returns the caller’s own second factor: app, passkeys and the number of recovery codes left.',
  kind: 'read',
  permission: 'signIn.secondFactor',
  input: z.object({}),
  output: z.object({
    isRequired: z.boolean().describe('True: the account, or the portal for the provider’s staff, requires one.'),
    app: z
      .object({
        addedAt: InstantText.nullable().describe('Time at which it was set up, UTC, machine time; null: not known.'),
        usedAt: InstantText.nullable().describe('Time of its last use, UTC, machine time; null: not known.'),
      })
      .nullable()
      .describe('The authenticator app; null: none.'),
    isAppSetUpOpen: z.boolean().describe('True while the key of a new app can be read with `signIn.getAppSetUp`.'),
    passkeys: z
      .array(
        z.object({
          id: z.string().describe('Id of the passkey.'),
          name: z.string().describe('Name that the caller gave to it.'),
          createdAt: InstantText.describe('Time at which it was added, UTC, machine time.'),
          lastUsedAt: InstantText.nullable().describe('Time of its last use to sign in; null: none.'),
        }),
      )
      .describe('Passkeys, the oldest first.'),
    recoveryCodesLeft: z.int().nullable().describe('Recovery codes that were not used yet; null: none were made.'),
    recoveryCodesCreatedAt: InstantText.nullable().describe('Time at which they were made; null: none were made.'),
  }),
  async run(context) {
    const { tx, personId, services } = context;
    const row = await findTwoFactor(tx, personId);
    const codes = await readRecoveryCodes(context);
    const passkeys = await listPasskeysOf(tx, personId);
    return {
      isRequired: await isFactorRequired(context),
      app: row?.verified
        ? { addedAt: row.appAddedAt?.toString() ?? null, usedAt: row.appUsedAt?.toString() ?? null }
        : null,
      isAppSetUpOpen: isSetUpOpen(row, services.machineClock.now()),
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name: name ?? '',
        createdAt: createdAt.toString(),
        lastUsedAt: lastUsedAt?.toString() ?? null,
      })),
      recoveryCodesLeft: codes?.length ?? null,
      recoveryCodesCreatedAt: row?.codesCreatedAt?.toString() ?? null,
    };
  },
});
