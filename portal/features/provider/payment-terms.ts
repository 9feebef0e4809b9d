import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { WHEN_CREDIT_ENDS } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { AmountText } from '#platform/wire.ts';
import type { CustomerRow } from './customer-row.ts';

/** How charges are paid that prepaid credit does not cover. */
export const WhenCreditEnds = z
  .enum(WHEN_CREDIT_ENDS)
  .describe('Payment of charges that prepaid credit does not cover: `onAccount`, or by credit that goes `belowZero`.');

/** The terms that are set, as the preview and the change take them. */
export const PaymentTermsInput = z.object({
  accountId: idOf('account').describe('The customer account.'),
  creditLimit: AmountText.optional().describe("Most that may be owed on account, gross, in the account's currency."),
  approvalAbove: z
    .preprocess((text) => (text === '' ? null : text), AmountText.nullish())
    .describe('Gross amount above which orders wait for approval; null or empty: none does.'),
  whenCreditEnds: WhenCreditEnds.optional(),
});

type PaymentTerms = Pick<CustomerRow, 'creditLimit' | 'approvalAbove' | 'whenCreditEnds'>;

/** The terms after the change: those that are left out stay. */
export function paymentTermsFrom(
  customer: PaymentTerms,
  { creditLimit, approvalAbove, whenCreditEnds }: Omit<z.output<typeof PaymentTermsInput>, 'accountId'>,
): PaymentTerms {
  return {
    creditLimit: creditLimit === undefined ? customer.creditLimit : new Decimal(creditLimit),
    approvalAbove: approvalAbove === undefined ? customer.approvalAbove : decimalOrNull(approvalAbove),
    whenCreditEnds: whenCreditEnds ?? customer.whenCreditEnds,
  };
}

function decimalOrNull(amount: string | null): Decimal | null {
  return amount === null ? null : new Decimal(amount);
}
