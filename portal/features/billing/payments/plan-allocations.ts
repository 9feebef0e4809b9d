import { Decimal } from '@licence-portal/nce';
import type { Id } from '#platform/ids.ts';

/** Money that can pay invoices: what is left of a payment, or of a credit note. */
export type Money = Readonly<{ source: MoneySource; available: Decimal; currency: string }>;
export type MoneySource =
  | Readonly<{ kind: 'payment'; id: Id<'payment'> }>
  | Readonly<{ kind: 'creditNote'; id: Id<'invoice'> }>;

/** An invoice as far as it is not paid. */
export type Unpaid = Readonly<{ invoiceId: Id<'invoice'>; open: Decimal; currency: string }>;

export type Allocation = Readonly<{ source: MoneySource; invoiceId: Id<'invoice'>; amount: Decimal }>;

/**
 * Allocates money to invoices of its currency, each in the order in which they are given, until one of the two has
 * come to its end. No sum of allocations is above what is available or open.
 */
export function planAllocations(money: readonly Money[], unpaid: readonly Unpaid[]): Allocation[] {
  const open = new Map(unpaid.map((one) => [one.invoiceId, one.open]));
  return money.flatMap(({ source, available, currency }) => {
    let left = available;
    return unpaid
      .filter((one) => one.currency === currency)
      .flatMap(({ invoiceId }) => {
        const stillOpen = open.get(invoiceId) ?? new Decimal(0);
        const amount = Decimal.min(left, stillOpen);
        if (amount.lessThanOrEqualTo(0)) return [];
        left = left.minus(amount);
        open.set(invoiceId, stillOpen.minus(amount));
        return [{ source, invoiceId, amount }];
      });
  });
}
