import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { AccountDetailsChanges } from './account-schema.ts';
import { account } from './tables.ts';

/** Changes the details of the caller's company. */
export const updateAccountDetails = operation({
  name: 'accounts.updateDetails',
  description:
    'Changes the details of the company. A field that is left out stays as it is; null or an empty text clears an ' +
    'optional one.',
  kind: 'write',
  permission: 'accounts.manage',
  input: AccountDetailsChanges,
  output: z.object({}),
  async run({ tx, audit, accountId }, changes) {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (given.length > 0) await tx.update(account).set(Object.fromEntries(given)).where(eq(account.id, accountId));
    await audit.record('accounts.detailsUpdated', { accountId });
    return {};
  },
});
