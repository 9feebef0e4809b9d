import { findPerson, listPeopleWith, type PersonRow, sendNotificationMail } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Permission } from '#platform/permissions.ts';
import type { Facts } from '#platform/refusal.ts';
import type { MessageKey, Translate } from '#ui/i18n.ts';
import { notification } from './tables.ts';

type KindOf<Key> = Key extends `notifications.kind.${infer Kind}.title` ? Kind : never;

/** The kinds of notification: those whose title is among the messages, as `notifications.kind.<kind>.title`. */
export type NotificationKind = KindOf<MessageKey>;

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
  /** The same as a mail, in the reader's language; without it no mail is sent. */
  mail?: (t: Translate, reader: PersonRow) => MailContent;
}>;

/**
 * Notifies people, in the portal and by mail, in the caller's transaction. Removed and disabled people are left out.
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
  const { mail } = given;
  const readers = await readersOf(context, given, peopleWith);
  if (readers.length === 0) return;
  const { accountId, kind, facts, link } = given;
  const createdAt = context.clock.now();
  await context.tx
    .insert(notification)
    .values(readers.map(({ id: personId }) => ({ accountId, personId, kind, facts, link, createdAt })));
  if (mail === undefined) return;
  for (const reader of readers) await sendNotificationMail(context, reader, (t) => mail(t, reader));
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
