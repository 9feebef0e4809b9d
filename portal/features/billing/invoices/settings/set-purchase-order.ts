import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { purchaseOrder } from '../../tables.ts';
import { PurchaseOrderInput } from './details-schema.ts';

export const setPurchaseOrder = operation({
  name: 'billing.setPurchaseOrder',
  description:
    'Sets the purchase order that stands on the next invoices of the account, those of renewals included, until another ' +
    'one is set. Invoices already written keep theirs, and their credit notes too.',
  kind: 'write',
  permission: 'billing.manage',
  input: PurchaseOrderInput,
  output: z.object({}),
  async run({ tx, clock, audit, accountId, actor }, { number, amount, cig, cup }) {
    if (number === null && (amount !== null || cig !== null || cup !== null))
      throw new Refusal('input.invalid', {}, [{ path: 'number', code: 'input.required' }]);
    await tx.insert(purchaseOrder).values({
      accountId,
      number,
      amount: amount === null ? null : new Decimal(amount),
      cig,
      cup,
      createdAt: clock.now(),
      createdBy: actor.personId,
    });
    await audit.record('billing.purchaseOrderSet', { number, amount });
    return {};
  },
});
