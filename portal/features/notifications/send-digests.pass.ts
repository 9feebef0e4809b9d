import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import {
  mailFactsOf,
  type PersonRow,
  person,
  sendNotificationMail,
  setNotificationChoices,
} from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { paths } from '#ui/paths.ts';
import { digestMail } from './digest.mail.ts';
import { groupOf } from './groups.ts';
import { nextDigestAt } from './rules.ts';
import { notification } from './tables.ts';

/** Sends each person who has chosen it one mail a day with what happened since the last, and none where nothing did. */
export const sendDigests: Pass = {
  name: 'notifications.sendDigests',
  everySeconds: 300,
  async run(pass) {
    const now = pass.clock.now();
    await visitRows(pass, {
      list: (tx, page) => listDue(tx, now, page),
      keyOf: ({ id }) => [id],
      async run(context, readers) {
        for (const reader of readers) await sendDigest(context, reader, now);
      },
    });
  },
};

function listDue(tx: Tx, now: Temporal.Instant, { after, limit }: Page): Promise<PersonRow[]> {
  return tx
    .select()
    .from(person)
    .where(
      and(
        lte(person.digestAt, now),
        isNull(person.disabledAt),
        isNull(person.removedAt),
        rowsAfter([person.id], after),
      ),
    )
    .orderBy(asc(person.id))
    .limit(limit);
}

async function sendDigest(context: OperationContext, reader: PersonRow, now: Temporal.Instant): Promise<void> {
  const { accountName, timeZone, publicUrl } = await mailFactsOf(context, reader.accountId);
  const rows = await takeWaiting(context.tx, reader);
  if (rows.length > 0)
    await sendNotificationMail(context, reader, (t) =>
      digestMail(t, {
        accountName,
        entries: latestOfGroups(rows),
        ...{ timeZone, locale: reader.locale },
        url: `${publicUrl}${paths.notifications()}`,
        choicesUrl: `${publicUrl}${paths.notificationChoices()}`,
      }),
    );
  const digestAt = reader.getsDigest ? nextDigestAt(now, timeZone) : null;
  await setNotificationChoices(context.tx, reader.id, { digestAt });
}

type Row = typeof notification.$inferSelect;

async function takeWaiting(tx: Tx, reader: PersonRow): Promise<Row[]> {
  return tx
    .update(notification)
    .set({ awaitsDigest: false })
    .where(and(eq(notification.personId, reader.id), eq(notification.awaitsDigest, true)))
    .returning();
}

/** The newest first. An order that is done is not announced as running: of each order the latest alone. */
function latestOfGroups(rows: readonly Row[]): Row[] {
  const newestFirst = rows.toSorted(
    (left, right) => Temporal.Instant.compare(right.createdAt, left.createdAt) || right.id.localeCompare(left.id),
  );
  return [...new Map(newestFirst.toReversed().map((row) => [groupOf(row), row])).values()].toSorted(
    (left, right) => newestFirst.indexOf(left) - newestFirst.indexOf(right),
  );
}
