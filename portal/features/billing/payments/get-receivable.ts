import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText } from '#platform/wire.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { dunningHold } from '../tables.ts';
import { Receivable, readReceivable } from './read-receivable.ts';

export const getReceivable = operation({
  name: 'billing.getReceivable',
  description: 'Returns the unpaid invoices of a customer, what is overdue, and its credit.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ accountId: idOf('account').describe('Id of the customer account.') }),
  output: z.object({
    accountName: z.string().describe('Name of the customer.'),
    today: DateText.describe('The day in the customer’s time zone.'),
    isDunningOnHold: z.boolean().describe('The customer gets no reminders for now.'),
    ...Receivable,
  }),
  refusals: ['billing.account.notFound'],
  async run({ tx, clock }, { accountId }) {
    const { name, currency, timeZone } = await getBillingCustomer(tx, accountId);
    const today = clock.now().toZonedDateTimeISO(timeZone).toPlainDate();
    const [hold] = await tx
      .select({ id: dunningHold.accountId })
      .from(dunningHold)
      .where(eq(dunningHold.accountId, accountId));
    return {
      accountName: name,
      today: today.toString(),
      isDunningOnHold: hold !== undefined,
      ...(await readReceivable(tx, accountId, { currency, today })),
    };
  },
});
