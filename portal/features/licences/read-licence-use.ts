import { type Money, money } from '@licence-portal/nce';
import { roundLineHalfUp } from '@licence-portal/nce/money';
import { and, count, desc, eq, type SQL, sql } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { service, serviceAssignment } from './tables.ts';

type LicenceUse = Readonly<{
  subscriptionId: Id<'subscription'>;
  serviceId: Id<'service'>;
  name: string;
  seatCount: number;
  assignedCount: number;
  /** Net cost of a month of the seats that nobody has, by the present price; one twelfth of a year. */
  unusedPerMonth: Money;
}>;

type Use = Readonly<{ rows: readonly LicenceUse[]; unusedCount: number; unusedPerMonth: Money }>;

/**
 * The licences of the running services of an account, those with the most expensive unused ones first, and the sums
 * over all of them.
 */
export async function readLicenceUse(
  tx: Tx,
  { accountId, currency, limit }: Readonly<{ accountId: AccountId; currency: string; limit: number }>,
): Promise<Use> {
  const unused = sql<number>`greatest(${subscription.seatCount} - ${count(serviceAssignment.personId)}, 0)`;
  const perMonth = sql`${unused} * ${pricePerMonth()}`;
  const rows = await tx
    .select({
      subscriptionId: subscription.id,
      serviceId: service.id,
      name: subscription.name,
      seatCount: subscription.seatCount,
      assignedCount: count(serviceAssignment.personId),
      unusedPerMonth: sql<string>`(${perMonth})::text`,
      allUnused: sql<number>`(sum(${unused}) over ())::int`,
      allPerMonth: sql<string>`(sum(${perMonth}) over ())::text`,
    })
    .from(subscription)
    .innerJoin(service, eq(service.subscriptionId, subscription.id))
    .leftJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
    .where(
      and(
        eq(subscription.accountId, accountId),
        eq(subscription.status, 'active'),
        eq(subscription.currency, currency),
      ),
    )
    .groupBy(subscription.id, service.id)
    .orderBy(desc(perMonth), desc(subscription.seatCount), subscription.name, subscription.id)
    .limit(limit);
  const rounded = (amount: string) => roundLineHalfUp(money(amount, currency));
  return {
    rows: rows.map(({ allUnused: _, allPerMonth: __, ...row }) => ({
      ...row,
      unusedPerMonth: rounded(row.unusedPerMonth),
    })),
    unusedCount: rows[0]?.allUnused ?? 0,
    unusedPerMonth: rounded(rows[0]?.allPerMonth ?? '0'),
  };
}

/** Net price of a seat for a month. A trial costs nothing, and so does a cycle whose length is not known. */
function pricePerMonth(): SQL {
  return sql`coalesce(${subscription.unitPricePerCycle} /
    case ${subscription.billingCycle} when 'monthly' then 1 when 'annual' then 12 when 'triennial' then 36 end, 0)`;
}
