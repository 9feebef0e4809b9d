import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { AmountText } from '#platform/wire.ts';
import type { CustomerRow } from './customer-row.ts';

/** The terms that are set, as the preview and the change take them. */
export const PaymentTermsInput = z.object({
  accountId: idOf('account').describe('The customer account.'),
  creditLimit: AmountText.optional().describe("Most that may be owed on account, gross, in the account's currency."),
  approvalAbove: z
    .preprocess((text) => (text === '' ? null : text), AmountText.nullish())
    .describe('Gross amount above which orders wait for approval; null or empty: none does.'),
});

type PaymentTerms = Pick<CustomerRow, 'creditLimit' | 'approvalAbove'>;

/** The terms after the change: those that are left out stay. */
export function paymentTermsFrom(
  customer: PaymentTerms,
  { creditLimit, approvalAbove }: Omit<z.output<typeof PaymentTermsInput>, 'accountId'>,
): PaymentTerms {
  return {
    creditLimit: creditLimit === undefined ? customer.creditLimit : new Decimal(creditLimit),
    approvalAbove: approvalAbove === undefined ? customer.approvalAbove : decimalOrNull(approvalAbove),
  };
}

function decimalOrNull(amount: string | null): Decimal | null {
  return amount === null ? null : new Decimal(amount);
}
