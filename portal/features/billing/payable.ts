import type { Decimal } from '@licence-portal/nce';
import type { AccountId, Id } from '#platform/ids.ts';
import type { PaymentMethod } from './tables.ts';

/** An amount that an order charges today. */
export type Payable = Readonly<{
  accountId: AccountId;
  /** Gross; zero or less needs no payment. */
  todayGross: Decimal;
  currency: string;
  paymentMethod: PaymentMethod;
  /** The order itself is not counted in the open amount. */
  orderId?: Id<'order'>;
}>;
