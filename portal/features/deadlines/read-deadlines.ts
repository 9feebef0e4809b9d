import { type Money, money } from '@licence-portal/nce';
import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { invoiceNumber, readOpenInvoices } from '#features/billing/billing.ts';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import { agreementRequest, OPEN_REQUEST_STATUSES, tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { paths } from '#ui/paths.ts';
import type { DeadlineGroup } from './choices.ts';
import { inactionCosts, refundNow } from './inaction-costs.ts';
import { type Deadline, type DeadlineKind, deadlinesOf, GROUP_OF } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';

/** A deadline of an account, whatever it is about. */
export type AccountDeadline = Readonly<{
  kind: DeadlineKind;
  group: DeadlineGroup;
  needsDecision: boolean;
  /** The last moment at which something can still be decided, exclusive. */
  at: Temporal.Instant;
  /** The last day, in the account's time zone. */
  on: Temporal.PlainDate;
  /** What it is about: the name of a subscription, the number of an invoice, the domain of a Microsoft account. */
  name: string;
  seatCount: number | null;
  subscriptionId: SubscriptionRow['id'] | null;
  /** Path of the page where it is decided. */
  link: string;
}>;

export type FoundDeadline = AccountDeadline &
  Readonly<{ cost: Money | { row: SubscriptionRow; deadline: Deadline } | undefined }>;

/** What an account needs of itself for its deadlines. */
export type Owner = Readonly<{ accountId: AccountId; timeZone: string; now: Temporal.Instant }>;

/** The deadlines of an account: those that need a decision first, then the nearest. */
export async function readDeadlines(tx: Tx, owner: Owner): Promise<FoundDeadline[]> {
  const found = [
    ...(await ofSubscriptions(tx, owner)),
    ...(await ofInvoices(tx, owner)),
    ...(await ofAgreements(tx, owner)),
  ];
  return found.sort(byUrgency);
}

/** The net cost of missing each deadline, in their order; an invoice's is its open amount. */
export async function costsOf(
  tx: Tx,
  deadlines: readonly FoundDeadline[],
  now: Temporal.Instant,
): Promise<(Money | undefined)[]> {
  const open = deadlines.flatMap(({ cost }) => (cost !== undefined && 'row' in cost ? [cost] : []));
  const costs = await inactionCosts(tx, open, now);
  return deadlines.map(({ cost }) => (cost !== undefined && 'row' in cost ? costs[open.indexOf(cost)] : cost));
}

/** The net refund of acting now, of each deadline in their order; undefined where nothing is paid back. */
export function refundsOf(deadlines: readonly FoundDeadline[], now: Temporal.Instant): (Money | undefined)[] {
  return deadlines.map(({ cost }) =>
    cost !== undefined && 'row' in cost ? refundNow(cost.row, cost.deadline, now) : undefined,
  );
}

/** All but the vendor's whole answer, which is large. */
const { resource: _, ...COLUMNS } = getTableColumns(subscription);

async function ofSubscriptions(tx: Tx, { accountId, timeZone, now }: Owner): Promise<FoundDeadline[]> {
  const running = await tx
    .select({ ...COLUMNS, resource: sql<SubscriptionRow['resource']>`'{}'::jsonb` })
    .from(subscription)
    .where(and(eq(subscription.accountId, accountId), inArray(subscription.status, ['active', 'suspended'])));
  return running.flatMap((row) =>
    deadlinesOf(toRunningSubscription(row), now).map((deadline) => {
      const { kind, at, needsDecision, seatCount = row.seatCount } = deadline;
      const isAtInstant = kind === 'windowCloses' || kind === 'seatsReturnable' || kind === 'differs';
      const on = isAtInstant ? dayOf(at, timeZone) : row.endsBefore.subtract({ days: 1 });
      const link = pageOf(kind, row.id);
      const { name, id: subscriptionId } = row;
      const group = GROUP_OF[kind];
      return { kind, group, needsDecision, at, on, name, seatCount, subscriptionId, link, cost: { row, deadline } };
    }),
  );
}

function pageOf(kind: Deadline['kind'], subscriptionId: SubscriptionRow['id']): string {
  switch (kind) {
    case 'renews':
    case 'ends':
    case 'extends':
    case 'extendsByChoice':
    case 'trialBecomesPaid':
      return paths.changeRenewal(subscriptionId);
    case 'seatsReturnable':
      return paths.changeSeats(subscriptionId);
    case 'windowCloses':
    case 'trialEnds':
    case 'differs':
      return paths.subscription(subscriptionId);
  }
}

async function ofInvoices(tx: Tx, { accountId, timeZone, now }: Owner): Promise<FoundDeadline[]> {
  const kind = 'invoiceDue';
  return (await readOpenInvoices(tx, accountId)).map(({ id, dueOn, open, currency, ...invoice }) => ({
    kind,
    group: GROUP_OF[kind],
    needsDecision: Temporal.PlainDate.compare(dueOn, dayOf(now, timeZone).add({ days: 7 })) <= 0,
    at: dueOn.add({ days: 1 }).toZonedDateTime(timeZone).toInstant(),
    on: dueOn,
    name: invoiceNumber(invoice),
    seatCount: null,
    subscriptionId: null,
    link: paths.invoice(id),
    cost: money(open, currency),
  }));
}

/** The requests of the Microsoft Customer Agreement that somebody still has to answer. */
async function ofAgreements(tx: Tx, { accountId, timeZone, now }: Owner): Promise<FoundDeadline[]> {
  const kind = 'agreementWaits';
  const waiting = await tx
    .select({ tenantId: tenant.id, domain: tenant.domain, linkExpiresAt: agreementRequest.linkExpiresAt })
    .from(agreementRequest)
    .innerJoin(tenant, eq(tenant.id, agreementRequest.tenantId))
    .where(
      and(
        eq(agreementRequest.accountId, accountId),
        inArray(agreementRequest.status, [...OPEN_REQUEST_STATUSES]),
        isNull(tenant.agreementConfirmedAt),
      ),
    );
  return waiting.map(({ tenantId, domain, linkExpiresAt }) => {
    const at = linkExpiresAt ?? now;
    const link = paths.agreement(tenantId);
    const group = GROUP_OF[kind];
    const on = dayOf(at, timeZone);
    return {
      kind,
      group,
      needsDecision: true,
      at,
      on,
      name: domain,
      seatCount: null,
      subscriptionId: null,
      link,
      cost: undefined,
    };
  });
}

function dayOf(at: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return at.toZonedDateTimeISO(timeZone).toPlainDate();
}

function byUrgency(left: AccountDeadline, right: AccountDeadline): number {
  if (left.needsDecision !== right.needsDecision) return left.needsDecision ? -1 : 1;
  return Temporal.Instant.compare(left.at, right.at) || (left.name < right.name ? -1 : 1);
}
