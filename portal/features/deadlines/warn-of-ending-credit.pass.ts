import { Decimal, money, utcDate, withTax } from '@licence-portal/nce';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { creditBalance, creditEntry, listPrepaidSubscriptions } from '#features/billing/billing.ts';
import { type NewNotification, notifyOfMany } from '#features/notifications/notifications.ts';
import { subscription, subscriptionForecast } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { visitRows } from '#platform/visit-rows.server.ts';
import { paths } from '#ui/paths.ts';
import { creditEndsMail } from './credit-ends.mail.ts';
import { creditNotice } from './tables.ts';

const DAYS_BEFORE = 10;

/**
 * Notifies administrators ten days before a charge that their prepaid credit will not cover: its day, what is missing,
 * and how it is paid then. Each such day once.
 */
export const warnOfEndingCredit: Pass = {
  name: 'deadlines.warnOfEndingCredit',
  everySeconds: 300,
  async run(pass) {
    await visitRows(pass, {
      list: (tx, { after, limit }) =>
        tx
          .selectDistinct({ accountId: creditEntry.accountId })
          .from(creditEntry)
          .where(
            and(
              eq(creditEntry.kind, 'topUp'),
              after === undefined ? undefined : gt(creditEntry.accountId, after[0] as AccountId),
            ),
          )
          .orderBy(asc(creditEntry.accountId))
          .limit(limit),
      keyOf: ({ accountId }) => [accountId],
      async run(context, accounts) {
        for (const { accountId } of accounts) await warn(context, accountId);
      },
    });
  },
};

type Missing = Readonly<{ on: Temporal.PlainDate; needed: Decimal; available: Decimal }>;

async function warn(context: OperationContext, accountId: AccountId): Promise<void> {
  const { tx, clock } = context;
  const [customer] = await tx.select().from(account).where(eq(account.id, accountId));
  if (customer === undefined) return;
  const missing = await firstMissing(tx, customer, utcDate(clock.now()));
  if (missing === undefined) return;
  const recorded = await tx
    .insert(creditNotice)
    .values({ accountId, dueOn: missing.on, createdAt: clock.now() })
    .onConflictDoNothing()
    .returning({ id: creditNotice.id });
  if (recorded.length > 0) await notifyOfMany(context, [notificationOf(context, customer, missing)]);
}

type Customer = typeof account.$inferSelect;

/** The first day of the next ten whose charges the credit does not cover, with what is needed until then. */
async function firstMissing(tx: Tx, customer: Customer, today: Temporal.PlainDate): Promise<Missing | undefined> {
  const subscriptionIds = await listPrepaidSubscriptions(tx, customer.id);
  if (subscriptionIds.length === 0) return undefined;
  const { chargedOn, net, currency } = subscriptionForecast;
  const rows = await tx
    .select({ on: sql<string>`cycle.charged_on::text`, net: sql<string>`cycle.net::text` })
    .from(subscriptionForecast)
    .innerJoin(subscription, eq(subscription.id, subscriptionForecast.subscriptionId))
    .innerJoin(
      sql`unnest(${chargedOn}, ${net}, ${currency}) as cycle (charged_on, net, currency)`,
      sql`cycle.charged_on >= ${subscription.chargedUntil} and cycle.currency = ${customer.currency}
        and cycle.charged_on <= ${today.add({ days: DAYS_BEFORE }).toString()}::date`,
    )
    .where(inArray(subscription.id, subscriptionIds))
    .orderBy(sql`cycle.charged_on`);
  const available = await creditBalance(tx, customer.id);
  let needed = new Decimal(0);
  for (const row of rows) {
    needed = needed.plus(withTax(money(row.net, customer.currency), customer.vatRate).gross.amount);
    if (needed.greaterThan(available)) return { on: Temporal.PlainDate.from(row.on), needed, available };
  }
  return undefined;
}

function notificationOf(context: OperationContext, customer: Customer, missing: Missing): NewNotification {
  const { id: accountId, name: accountName, currency, whenCreditEnds } = customer;
  const link = paths.subscriptions();
  return {
    accountId,
    to: { with: 'billing.manage' },
    kind: 'creditEnds',
    facts: { days: utcDate(context.clock.now()).until(missing.on).days, whenCreditEnds },
    link,
    mail: (t, reader) =>
      creditEndsMail(t, {
        accountName,
        on: missing.on.toString(),
        needed: money(missing.needed, currency),
        available: money(Decimal.max(missing.available, 0), currency),
        whenCreditEnds,
        url: `${context.services.publicUrl}${link}`,
        locale: reader.locale,
      }),
  };
}
