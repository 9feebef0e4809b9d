import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { AccountDetails } from './account-schema.ts';
import { account } from './tables.ts';

/** Changes what the company tells about itself. Fields that are left empty are emptied. */
export const updateAccountDetails = operation({
  name: 'accounts.updateDetails',
  kind: 'write',
  permission: 'accounts.manage',
  input: AccountDetails,
  output: z.object({}),
  async run({ tx, audit, accountId }, details) {
    await tx.update(account).set(details).where(eq(account.id, accountId));
    await audit.record('accounts.detailsUpdated', { accountId });
    return {};
  },
});
