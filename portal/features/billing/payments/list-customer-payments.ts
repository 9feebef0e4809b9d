import { z } from 'zod';
import { namesOfPeople } from '#features/users/users.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest, pageOf } from '#platform/wire.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { PaymentOutput, readPayments } from './payment-output.ts';

export const listCustomerPayments = operation({
  name: 'billing.listCustomerPayments',
  description:
    "Lists a customer's payments and what was returned, the newest first, with the provider's notes and the person who " +
    'recorded each.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({ accountId: idOf('account').describe('Id of the customer account.') }),
  output: pageOf(
    PaymentOutput.extend({
      payerIban: z.string().nullable().describe('IBAN of the payer; null: not known.'),
      note: z.string().nullable().describe('Note for the provider alone; null: none.'),
      personName: z.string().nullable().describe('Person of the provider who recorded it; null: nobody.'),
    }),
  ),
  refusals: ['billing.account.notFound'],
  async run({ tx }, { accountId, ...page }) {
    await getBillingCustomer(tx, accountId);
    const { items, total } = await readPayments(tx, accountId, page);
    const names = await namesOfPeople(
      tx,
      items.flatMap(({ row }) => (row.personId === null ? [] : [row.personId])),
    );
    return {
      items: items.map(({ row, output }) => ({
        ...output,
        payerIban: row.payerIban,
        note: row.returnsPaymentId === null ? row.note : null,
        personName: row.personId === null ? null : (names.get(row.personId) ?? null),
      })),
      total,
    };
  },
});
