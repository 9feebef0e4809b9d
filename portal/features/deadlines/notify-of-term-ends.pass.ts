import { utcDate } from '@licence-portal/nce';
import { and, asc, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import { type SubscriptionRow, subscription, subscriptionEvent } from '#features/subscriptions/subscriptions.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { deadlineNotice } from './tables.ts';
import { type TermEnded, termEndedMail } from './term-ended.mail.ts';

/** Older events have been notified, or are out of date. */
const EVENT_AGE_MAX = Temporal.Duration.from({ hours: 14 * 24 });
const BATCH_SIZE = 200;

const NOTIFICATION_KINDS = {
  renewed: 'subscriptionRenewed',
  extended: 'subscriptionExtended',
  ended: 'subscriptionEnded',
} as const satisfies Record<TermEnded, string>;

const TERM_ENDED = ['renewed', 'extended', 'ended'] as const satisfies readonly TermEnded[];

/** Notifies administrators that a subscription has renewed, was extended month to month, or has ended; each once. */
export const notifyOfTermEnds: Pass = {
  name: 'deadlines.notifyOfTermEnds',
  everySeconds: 15,
  async run(context) {
    const { tx, clock } = context;
    const events = await tx
      .select({
        kind: subscriptionEvent.kind,
        happenedAt: subscriptionEvent.happenedAt,
        row: subscription,
        accountName: account.name,
      })
      .from(subscriptionEvent)
      .innerJoin(subscription, eq(subscription.id, subscriptionEvent.subscriptionId))
      .innerJoin(account, eq(account.id, subscription.accountId))
      .leftJoin(
        deadlineNotice,
        and(
          eq(deadlineNotice.subscriptionId, subscriptionEvent.subscriptionId),
          sql`${deadlineNotice.kind} = ${subscriptionEvent.kind}`,
          sql`${deadlineNotice.dueOn} = (${subscriptionEvent.happenedAt} at time zone 'UTC')::date`,
        ),
      )
      .where(
        and(
          inArray(subscriptionEvent.kind, TERM_ENDED),
          gte(subscriptionEvent.happenedAt, clock.now().subtract(EVENT_AGE_MAX)),
          isNull(deadlineNotice.id),
        ),
      )
      .orderBy(asc(subscriptionEvent.happenedAt), asc(subscriptionEvent.id))
      .limit(BATCH_SIZE);
    for (const { kind, ...event } of events)
      if (isTermEnded(kind)) await notifyAdministrators(context, { ...event, kind });
  },
};

type TermEndEvent = Readonly<{
  kind: TermEnded;
  happenedAt: Temporal.Instant;
  row: SubscriptionRow;
  accountName: string;
}>;

async function notifyAdministrators(
  context: OperationContext,
  { kind, happenedAt, row, accountName }: TermEndEvent,
): Promise<void> {
  const { tx, clock, services } = context;
  const recorded = await tx
    .insert(deadlineNotice)
    .values({
      accountId: row.accountId,
      subscriptionId: row.id,
      kind,
      dueOn: utcDate(happenedAt),
      createdAt: clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: deadlineNotice.id });
  if (recorded.length === 0) return;

  await notify(context, {
    accountId: row.accountId,
    to: 'administrators',
    kind: NOTIFICATION_KINDS[kind],
    facts: { name: row.name, seatCount: row.seatCount },
    link: paths.subscription(row.id),
    mail: (t, reader) =>
      termEndedMail(t, {
        kind,
        accountName,
        name: row.name,
        seatCount: row.seatCount,
        endsBefore: row.endsBefore.toString(),
        url: `${services.publicUrl}${paths.subscription(row.id)}`,
        locale: reader.locale,
      }),
  });
}

function isTermEnded(kind: string): kind is TermEnded {
  return kind in NOTIFICATION_KINDS;
}
