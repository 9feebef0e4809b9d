import { findPerson, listPeopleWith, type PersonRow, sendNotificationMail } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Permission } from '#platform/permissions.ts';
import type { Facts } from '#platform/refusal.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { channelsOf, type NotificationKind } from './rules.ts';
import { notification } from './tables.ts';

/** One person, or all of the account with a permission. */
export type Recipients = PersonId | Readonly<{ with: Permission }>;

/** A notification for people of one account. */
export type NewNotification = Readonly<{
  accountId: AccountId;
  /** The account's people who have a permission, one person, or both. Each of them gets one notification. */
  to: Recipients | readonly Recipients[];
  /** The module that notifies declares the title and the text of its kinds. */
  kind: NotificationKind;
  /** Values of these sentences. */
  facts: Facts;
  /** Path within the portal. */
  link: string | null;
  /** The order that it is about: those about one are shown as one. */
  orderId?: Id<'order'>;
  /** The same as a mail, in the reader's language; without it no mail is sent. */
  mail?: (t: Translate, reader: PersonRow) => MailContent;
}>;

/**
 * Notifies people, in the portal and by mail as each has chosen, in the caller's transaction. Removed and disabled
 * people are left out.
 */
export async function notify(context: OperationContext, given: NewNotification): Promise<void> {
  await notifyOfMany(context, [given]);
}

/** The same for many notifications; the people with a permission are read once for each account. */
export async function notifyOfMany(context: OperationContext, notifications: readonly NewNotification[]) {
  const peopleWith = readOnce(context.tx);
  for (const given of notifications) await notifyReaders(context, given, peopleWith);
}

type PeopleWith = (accountId: AccountId, permission: Permission) => Promise<PersonRow[]>;

async function notifyReaders(context: OperationContext, given: NewNotification, peopleWith: PeopleWith): Promise<void> {
  const { mail, accountId, kind, facts, link, orderId = null } = given;
  const readers = (await readersOf(context, given, peopleWith)).map((reader) => {
    const channels = channelsOf(kind, reader);
    const awaitsDigest = mail !== undefined && channels.mail === 'inDigest';
    return { reader, isInBell: channels.isInBell, awaitsDigest, isMailed: channels.mail === 'atOnce' };
  });
  const createdAt = context.clock.now();
  const rows = readers
    .filter(({ isInBell, awaitsDigest }) => isInBell || awaitsDigest)
    .map(({ reader, isInBell, awaitsDigest }) => ({
      ...{ accountId, kind, facts, link, orderId, createdAt },
      ...{ personId: reader.id, isInBell, awaitsDigest },
    }));
  if (rows.length > 0) await context.tx.insert(notification).values(rows);
  if (mail === undefined) return;
  for (const { reader, isMailed } of readers)
    if (isMailed) await sendNotificationMail(context, reader, (t) => withChoices(context, t, mail(t, reader)));
}

/** Under each mail stands where its reader chooses the mails. */
function withChoices({ services }: OperationContext, t: Translate, content: MailContent): MailContent {
  const url = `${services.publicUrl}${paths.notificationChoices()}`;
  return { ...content, why: `${content.why} ${t('notifications.mail.choose', { url })}` };
}

function readOnce(tx: Tx): PeopleWith {
  const read = new Map<string, Promise<PersonRow[]>>();
  return (accountId, permission) => {
    const key = `${accountId} ${permission}`;
    const known = read.get(key) ?? listPeopleWith(tx, accountId, permission);
    read.set(key, known);
    return known;
  };
}

async function readersOf(
  { tx }: OperationContext,
  { accountId, to }: NewNotification,
  peopleWith: PeopleWith,
): Promise<PersonRow[]> {
  const targets = isList(to) ? to : [to];
  const found = new Map<PersonId, PersonRow>();
  for (const target of targets) {
    if (typeof target === 'string') continue;
    for (const reader of await peopleWith(accountId, target.with)) found.set(reader.id, reader);
  }
  for (const target of targets) {
    // Who has the permission too was read with the others.
    if (typeof target !== 'string' || found.has(target)) continue;
    const reader = await findPerson(tx, target);
    if (reader !== undefined) found.set(reader.id, reader);
  }
  return [...found.values()].filter((reader) => reader.accountId === accountId && reader.disabledAt === null);
}

function isList(to: NewNotification['to']): to is readonly Recipients[] {
  return Array.isArray(to);
}
