import { type Money, utcDate } from '@licence-portal/nce';
import { and, asc, inArray, isNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type NewNotification, notifyOfMany } from '#features/notifications/notifications.ts';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { inactionCosts } from './inaction-costs.ts';
import { termEndKind } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';
import { deadlineNotice } from './tables.ts';
import { termEndsMail } from './term-ends.mail.ts';
import { type EndingTerm, termsEndMail } from './terms-end.mail.ts';

/** Sends the noted reminders of accounts: one notification and one e-mail for each of their administrators. */
export async function sendReminders(context: OperationContext, accountIds: readonly AccountId[]): Promise<void> {
  const { tx, clock } = context;
  const now = clock.now();
  const noted = await tx
    .update(deadlineNotice)
    .set({ notifiedAt: now })
    .where(and(inArray(deadlineNotice.accountId, [...accountIds]), isNull(deadlineNotice.notifiedAt)))
    .returning({ subscriptionId: deadlineNotice.subscriptionId, dueOn: deadlineNotice.dueOn });
  const terms = await endingTerms(tx, await stillDue(tx, noted), now);
  const owners = await tx
    .select({ accountId: account.id, accountName: account.name })
    .from(account)
    .where(inArray(account.id, [...terms.keys()]))
    .orderBy(asc(account.id));
  const reminders = owners.map((owner) => ({ ...owner, terms: terms.get(owner.accountId) ?? [] }));
  await notifyOfMany(
    context,
    reminders.map((reminder) => notificationOf(context, reminder)),
  );
}

type Noted = Readonly<{ subscriptionId: SubscriptionRow['id']; dueOn: Temporal.PlainDate }>;

/** A term that somebody has changed between the two rounds has other reminders. */
async function stillDue(tx: Tx, noted: readonly Noted[]): Promise<SubscriptionRow[]> {
  const dueDays = Map.groupBy(noted, ({ subscriptionId }) => subscriptionId);
  const rows = await tx
    .select()
    .from(subscription)
    .where(inArray(subscription.id, [...dueDays.keys()]))
    .orderBy(asc(subscription.endsBefore), asc(subscription.name), asc(subscription.id));
  return rows.filter((row) => dueDays.get(row.id)?.some(({ dueOn }) => dueOn.equals(row.endsBefore)));
}

/** The terms by account, in the order of the rows. */
async function endingTerms(
  tx: Tx,
  rows: readonly SubscriptionRow[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<AccountId, readonly EndingTerm[]>> {
  const ending = rows.flatMap((row) => {
    const running = toRunningSubscription(row);
    const kind = termEndKind(running);
    const seatCount = kind === 'renews' || kind === 'trialBecomesPaid' ? running.nextSeatCount : row.seatCount;
    return kind === undefined ? [] : [{ row, deadline: { kind, seatCount } }];
  });
  const costs = await inactionCosts(tx, ending, now);
  const terms = Map.groupBy(
    ending.map((one, index) => ({ ...one, cost: costs[index] })),
    ({ row }) => row.accountId,
  );
  return new Map([...terms].map(([accountId, own]) => [accountId, own.map((one) => termOf(one, now))]));
}

function termOf(
  { row, deadline, cost }: Readonly<{ row: SubscriptionRow; deadline: EndingDeadline; cost: Money | undefined }>,
  now: Temporal.Instant,
): EndingTerm {
  return {
    subscriptionId: row.id,
    name: row.name,
    seatCount: deadline.seatCount,
    endsBefore: row.endsBefore.toString(),
    outcome: row.termEndOutcome,
    kind: deadline.kind,
    daysLeft: utcDate(now).until(row.endsBefore).days,
    cost,
  };
}

type EndingDeadline = Pick<EndingTerm, 'kind' | 'seatCount'>;

type Reminder = Readonly<{ accountId: AccountId; accountName: string; terms: readonly EndingTerm[] }>;

function notificationOf(context: OperationContext, reminder: Reminder): NewNotification {
  const [first, ...others] = reminder.terms;
  assert(first !== undefined, 'an account that is reminded has a term that ends');
  return others.length === 0 ? ofOne(context, reminder, first) : ofSeveral(context, reminder);
}

function ofOne(
  { services }: OperationContext,
  { accountId, accountName }: Reminder,
  { subscriptionId, daysLeft, kind, ...term }: EndingTerm,
): NewNotification {
  const link = paths.subscription(subscriptionId);
  const { name, outcome, seatCount } = term;
  return {
    accountId,
    to: { with: 'subscriptions.manage' },
    kind: 'termEnds',
    facts: { name, days: daysLeft, outcome, seatCount },
    link,
    mail: (t, reader) =>
      termEndsMail(t, {
        accountName,
        ...term,
        isExtensionChosen: kind === 'extendsByChoice',
        url: `${services.publicUrl}${link}`,
        locale: reader.locale,
      }),
  };
}

function ofSeveral({ services }: OperationContext, { accountId, accountName, terms }: Reminder): NewNotification {
  const link = paths.deadlines();
  return {
    accountId,
    to: { with: 'subscriptions.manage' },
    kind: 'termsEnd',
    facts: { count: terms.length, days: Math.min(...terms.map(({ daysLeft }) => daysLeft)) },
    link,
    mail: (t, reader) =>
      termsEndMail(t, { accountName, terms, url: `${services.publicUrl}${link}`, locale: reader.locale }),
  };
}
