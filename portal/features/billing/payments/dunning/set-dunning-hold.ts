import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { holdBillingCustomer } from '../../billing-customer.ts';
import { dunningHold } from '../../tables.ts';

export const setDunningHold = operation({
  name: 'billing.setDunningHold',
  description: 'Stops the reminders of unpaid invoices to a customer, or lets them start again.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer.'),
    isOnHold: z.boolean().describe('True: no reminders for now.'),
    note: z.string().trim().max(200).default('').describe('Why, for colleagues.'),
  }),
  output: z.object({}),
  refusals: ['billing.account.notFound'],
  async run({ tx, clock, audit }, { accountId, isOnHold, note }) {
    await holdBillingCustomer(tx, accountId);
    const row = { note: note === '' ? null : note, createdAt: clock.now() };
    if (isOnHold) {
      await tx
        .insert(dunningHold)
        .values({ accountId, ...row })
        .onConflictDoUpdate({ target: dunningHold.accountId, set: row });
    } else await tx.delete(dunningHold).where(eq(dunningHold.accountId, accountId));
    await audit.record('billing.dunningHoldSet', { isOnHold }, accountId);
    return {};
  },
});
