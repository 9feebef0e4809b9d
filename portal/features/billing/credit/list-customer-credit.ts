import { z } from 'zod';
import { namesOfPeople } from '#features/users/users.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest, pageOf } from '#platform/wire.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { CreditBalance, CreditEntryOutput, creditEntryOutput, readCreditEntries } from './credit-entries.ts';

export const listCustomerCredit = operation({
  name: 'billing.listCustomerCredit',
  description:
    "Lists the entries of a customer's prepaid credit, the newest first, with the provider's notes and the person who " +
    'booked each.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({ accountId: idOf('account').describe('Id of the customer account.') }),
  output: pageOf(
    CreditEntryOutput.extend({
      note: z.string().nullable().describe('Note of an advance payment, for the provider alone; null: none.'),
      personName: z.string().nullable().describe('Person of the provider who booked it; null for orders.'),
    }),
  ).extend({ ...CreditBalance, accountName: z.string().describe('Name of the customer.') }),
  refusals: ['billing.account.notFound'],
  async run({ tx }, { accountId, ...page }) {
    const { name, currency } = await getBillingCustomer(tx, accountId);
    const { rows, ...whole } = await readCreditEntries(tx, accountId, page);
    const names = await namesOfPeople(
      tx,
      rows.flatMap(({ entry }) => (entry.personId === null ? [] : [entry.personId])),
    );
    return {
      items: rows.map((row) => ({
        ...creditEntryOutput(row),
        note: row.entry.kind === 'topUp' ? row.entry.note : null,
        personName: row.entry.personId === null ? null : (names.get(row.entry.personId) ?? null),
      })),
      ...whole,
      currency,
      accountName: name,
    };
  },
});
