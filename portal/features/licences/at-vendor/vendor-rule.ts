import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account, setDisablesAtVendor } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';

const Rule = z.object({
  disablesAtVendor: z
    .boolean()
    .describe('True: a user who is disabled in the portal is kept from signing in at Microsoft too.'),
});

export const getVendorRule = operation({
  name: 'licences.getVendorRule',
  description: 'Returns whether users who are disabled in the portal are kept from signing in at Microsoft too.',
  kind: 'read',
  permission: 'accounts.manage',
  input: z.object({}),
  output: Rule,
  async run({ tx, accountId }) {
    const [company] = await tx
      .select({ disablesAtVendor: account.disablesAtVendor })
      .from(account)
      .where(eq(account.id, accountId));
    assert(company !== undefined, 'a caller of no account');
    return company;
  },
});

export const setVendorRule = operation({
  name: 'licences.setVendorRule',
  description:
    'Decides whether users who are disabled in the portal are kept from signing in at Microsoft too, in every Microsoft ' +
    'account (tenant) that is proven to be the company’s. Users who are disabled already stay as they are there.',
  kind: 'write',
  permission: 'accounts.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: Rule,
  output: z.object({}),
  async run({ tx, audit, accountId }, { disablesAtVendor }) {
    await setDisablesAtVendor(tx, accountId, disablesAtVendor);
    await audit.record('licences.vendorRuleSet', { disablesAtVendor });
    return {};
  },
});
