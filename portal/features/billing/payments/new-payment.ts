import { Decimal } from '@licence-portal/nce';
import type { z } from 'zod';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { owedOnAccount } from '../check-payment.ts';
import { allocatedOutput, chooseAllocations } from './allocation-choice.ts';
import type { PaymentInput } from './payment-fields.ts';
import type { Money } from './plan-allocations.ts';

type Input = z.output<typeof PaymentInput>;

/**
 * What a payment would do: the invoices that it pays, what stays as credit, what the customer owes before and after.
 *
 * @throws Refusal `input.invalid` for a day in the future, and those of `chooseAllocations`
 */
export async function planPayment(context: OperationContext, source: Money['source'], input: Input) {
  const { tx, clock } = context;
  const customer = await getBillingCustomer(tx, input.accountId);
  const receivedOn = Temporal.PlainDate.from(input.receivedOn);
  const today = clock.now().toZonedDateTimeISO(customer.timeZone).toPlainDate();
  if (Temporal.PlainDate.compare(receivedOn, today) > 0)
    throw new Refusal('input.invalid', {}, [{ path: 'receivedOn', code: 'input.inFuture' }]);

  const amount = new Decimal(input.amount);
  const money = { source, available: amount, currency: customer.currency };
  const { allocations, invoices } = await chooseAllocations(tx, input.accountId, money, input.allocation);
  const used = allocations.reduce((sum, one) => sum.plus(one.amount), new Decimal(0));
  const owed = await owedOnAccount(context, input.accountId);
  return {
    customer,
    amount,
    receivedOn,
    allocations,
    allocated: allocatedOutput(allocations, invoices),
    unallocated: amount.minus(used),
    owedBefore: owed,
    owedAfter: owed.minus(amount),
  };
}
