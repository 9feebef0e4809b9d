import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { ImpersonationByProvider } from './set-impersonation-rule.ts';

/** Whether the provider's staff may act in the place of the account's people. */
export const getImpersonationRule = operation({
  name: 'signIn.getImpersonationRule',
  description: 'Returns whether the provider’s staff may use the portal in the place of the account’s users.',
  kind: 'read',
  permission: 'accounts.manage',
  input: z.object({}),
  output: z.object({ rule: ImpersonationByProvider }),
  async run({ tx, accountId }) {
    const [company] = await tx
      .select({ rule: account.impersonationByProvider })
      .from(account)
      .where(eq(account.id, accountId));
    assert(company !== undefined, 'a caller of no account');
    return company;
  },
});
