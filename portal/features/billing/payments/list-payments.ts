import { operation } from '#platform/operation.server.ts';
import { PageRequest, pageOf } from '#platform/wire.ts';
import { PaymentOutput, readPayments } from './payment-output.ts';

export const listPayments = operation({
  name: 'billing.listPayments',
  description: 'Lists the payments of the account and what was returned, the newest first, with the invoices they pay.',
  kind: 'read',
  permission: 'billing.read',
  input: PageRequest,
  output: pageOf(PaymentOutput),
  async run({ tx, accountId }, page) {
    const { items, total } = await readPayments(tx, accountId, page);
    return { items: items.map(({ output }) => output), total };
  },
});
