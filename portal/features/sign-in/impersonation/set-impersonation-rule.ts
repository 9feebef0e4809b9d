import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { IMPERSONATION_BY_PROVIDER, setImpersonationByProvider } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { impersonation } from '../tables.ts';

export const ImpersonationByProvider = z
  .enum(IMPERSONATION_BY_PROVIDER, { message: 'input.required' })
  .describe(
    'Whether the provider’s staff may use the portal in the place of the account’s users: `allowed`, `onRequest` when ' +
      'an administrator agrees each time, or `never`.',
  );

/** Decides whether the provider's staff may act in the place of the account's people. */
export const setImpersonationRule = operation({
  name: 'signIn.setImpersonationRule',
  description:
    'Decides whether the provider’s staff may use the portal in the place of the account’s users. Unless it is ' +
    '`allowed`, whoever of them does so at the moment is ended at once, and open requests are withdrawn.',
  kind: 'write',
  permission: 'accounts.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: z.object({ rule: ImpersonationByProvider }),
  output: z.object({}),
  async run({ tx, audit, accountId, services }, { rule }) {
    await setImpersonationByProvider(tx, accountId, rule);
    if (rule !== 'allowed')
      await tx
        .update(impersonation)
        .set({ endedAt: services.machineClock.now() })
        .where(
          and(
            eq(impersonation.accountId, accountId),
            eq(impersonation.byProvider, true),
            isNull(impersonation.endedAt),
          ),
        );
    await audit.record('signIn.impersonationRuleSet', { rule });
    return {};
  },
});
