import { Decimal } from '@licence-portal/nce';
import { and, eq, inArray } from 'drizzle-orm';
import type { OpenOrdersReader } from '#features/billing/billing.ts';
import { OPEN_STATUSES } from './rules.ts';
import { customerOrder } from './tables.ts';

/**
 * The gross sum that open orders on account will still charge, for the open amount of an account. Refunds count later.
 */
export const openOrdersGross: OpenOrdersReader = async (tx, accountId, exceptOrderId) => {
  const open = await tx
    .select({ id: customerOrder.id, gross: customerOrder.todayGross })
    .from(customerOrder)
    .where(
      and(
        eq(customerOrder.accountId, accountId),
        eq(customerOrder.paymentMethod, 'onAccount'),
        inArray(customerOrder.status, [...OPEN_STATUSES]),
      ),
    );
  return open
    .filter(({ id, gross }) => id !== exceptOrderId && gross.isPositive())
    .reduce((total, { gross }) => total.plus(gross), new Decimal(0));
};
