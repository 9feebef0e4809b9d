import { utcDate } from '@licence-portal/nce';
import { and, asc, eq, gte, inArray, notExists, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type NewNotification, notifyOfMany } from '#features/notifications/notifications.ts';
import { type SubscriptionRow, subscription, subscriptionEvent } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { paths } from '#ui/paths.ts';
import { deadlineNotice } from './tables.ts';
import { type TermEnded, termEndedMail } from './term-ended.mail.ts';

/** Older events have been notified, or are out of date. */
const EVENT_AGE_MAX = Temporal.Duration.from({ hours: 14 * 24 });

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
  async run(pass) {
    const since = pass.clock.now().subtract(EVENT_AGE_MAX);
    await visitRows(pass, {
      list: (tx, page) => listEvents(tx, since, page),
      keyOf: ({ happenedAt, id }) => [happenedAt, id],
      run: notifyOfEvents,
    });
  },
};

type EventRow = Readonly<{
  id: (typeof subscriptionEvent.$inferSelect)['id'];
  kind: string;
  happenedAt: Temporal.Instant;
  row: SubscriptionRow;
  accountName: string;
}>;

/** The ends of terms of which nobody has been notified. */
function listEvents(tx: Tx, since: Temporal.Instant, { after, limit }: Page): Promise<EventRow[]> {
  const { id, kind, happenedAt, subscriptionId } = subscriptionEvent;
  return tx
    .select({ id, kind, happenedAt, row: subscription, accountName: account.name })
    .from(subscriptionEvent)
    .innerJoin(subscription, eq(subscription.id, subscriptionId))
    .innerJoin(account, eq(account.id, subscription.accountId))
    .where(
      and(
        inArray(kind, TERM_ENDED),
        gte(happenedAt, since),
        notExists(
          tx
            .select({ id: deadlineNotice.id })
            .from(deadlineNotice)
            .where(
              and(
                eq(deadlineNotice.subscriptionId, subscriptionId),
                sql`${deadlineNotice.kind} = ${kind}`,
                sql`${deadlineNotice.dueOn} = (${happenedAt} at time zone 'UTC')::date`,
              ),
            ),
        ),
        rowsAfter([happenedAt, id], after),
      ),
    )
    .orderBy(asc(happenedAt), asc(id))
    .limit(limit);
}

type Ended = EventRow & Readonly<{ kind: TermEnded }>;

async function notifyOfEvents(context: OperationContext, events: readonly EventRow[]): Promise<void> {
  const { tx, clock } = context;
  const ended = events.filter(isTermEnded);
  const recorded = await tx
    .insert(deadlineNotice)
    .values(
      ended.map(({ kind, happenedAt, row }) => ({
        accountId: row.accountId,
        subscriptionId: row.id,
        kind,
        dueOn: utcDate(happenedAt),
        createdAt: clock.now(),
      })),
    )
    .onConflictDoNothing()
    .returning({
      subscriptionId: deadlineNotice.subscriptionId,
      kind: deadlineNotice.kind,
      dueOn: deadlineNotice.dueOn,
    });
  // Two events of a kind on one day are one notice.
  const due = recorded.flatMap((notice) => {
    const event = ended.find(
      ({ row, kind, happenedAt }) =>
        row.id === notice.subscriptionId && kind === notice.kind && utcDate(happenedAt).equals(notice.dueOn),
    );
    return event === undefined ? [] : [event];
  });
  await notifyOfMany(
    context,
    due.map((event) => notificationOf(context, event)),
  );
}

function notificationOf({ services }: OperationContext, { kind, row, accountName }: Ended): NewNotification {
  const link = paths.subscription(row.id);
  return {
    accountId: row.accountId,
    to: { with: 'subscriptions.manage' },
    kind: NOTIFICATION_KINDS[kind],
    facts: { name: row.name, seatCount: row.seatCount },
    link,
    mail: (t, reader) =>
      termEndedMail(t, {
        kind,
        accountName,
        name: row.name,
        seatCount: row.seatCount,
        endsBefore: row.endsBefore.toString(),
        url: `${services.publicUrl}${link}`,
        locale: reader.locale,
      }),
  };
}

function isTermEnded(event: EventRow): event is Ended {
  return event.kind in NOTIFICATION_KINDS;
}
