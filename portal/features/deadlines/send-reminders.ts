import { utcDate } from '@licence-portal/nce';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type NewNotification, notify } from '#features/notifications/notifications.ts';
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

/** Sends the noted reminders of an account: one notification and one e-mail for each administrator. */
export async function sendReminders(context: OperationContext, accountId: AccountId): Promise<void> {
  const { tx, clock } = context;
  const now = clock.now();
  const noted = await tx
    .update(deadlineNotice)
    .set({ notifiedAt: now })
    .where(and(eq(deadlineNotice.accountId, accountId), isNull(deadlineNotice.notifiedAt)))
    .returning({ subscriptionId: deadlineNotice.subscriptionId, dueOn: deadlineNotice.dueOn });
  const rows = await tx
    .select()
    .from(subscription)
    .where(
      inArray(
        subscription.id,
        noted.map(({ subscriptionId }) => subscriptionId),
      ),
    )
    .orderBy(asc(subscription.endsBefore), asc(subscription.name), asc(subscription.id));
  // A term that somebody has changed between the two rounds has other reminders.
  const due = rows.filter((row) =>
    noted.some(({ subscriptionId, dueOn }) => subscriptionId === row.id && dueOn.equals(row.endsBefore)),
  );
  const terms = await endingTerms(tx, due, now);
  const [first, ...others] = terms;
  if (first === undefined) return;
  const [owner] = await tx.select({ name: account.name }).from(account).where(eq(account.id, accountId));
  assert(owner !== undefined, 'the account is there');
  const reminder = { accountId, accountName: owner.name, terms };
  await notify(context, others.length === 0 ? ofOne(context, reminder, first) : ofSeveral(context, reminder));
}

async function endingTerms(tx: Tx, rows: readonly SubscriptionRow[], now: Temporal.Instant): Promise<EndingTerm[]> {
  const ending = rows.flatMap((row) => {
    const running = toRunningSubscription(row);
    const kind = termEndKind(running);
    const seatCount = kind === 'renews' || kind === 'trialBecomesPaid' ? running.nextSeatCount : row.seatCount;
    return kind === undefined ? [] : [{ row, deadline: { kind, seatCount } }];
  });
  const costs = await inactionCosts(tx, ending, now);
  return ending.map(({ row, deadline }, index) => ({
    subscriptionId: row.id,
    name: row.name,
    seatCount: deadline.seatCount,
    endsBefore: row.endsBefore.toString(),
    outcome: row.termEndOutcome,
    kind: deadline.kind,
    daysLeft: utcDate(now).until(row.endsBefore).days,
    cost: costs[index],
  }));
}

type Reminder = Readonly<{ accountId: AccountId; accountName: string; terms: readonly EndingTerm[] }>;

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
