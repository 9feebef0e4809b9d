import { findPerson, listAdministrators, type PersonRow, sendNotificationMail } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import type { MessageKey, Translate } from '#ui/i18n.ts';
import { notification } from './tables.ts';

type KindOf<Key> = Key extends `notifications.kind.${infer Kind}.title` ? Kind : never;

/** The kinds of notification: those whose title is among the messages, as `notifications.kind.<kind>.title`. */
export type NotificationKind = KindOf<MessageKey>;

/** A notification for people of one account. */
export type NewNotification = Readonly<{
  accountId: AccountId;
  /** The account's administrators, one person, or both. Each of them gets one notification. */
  to: 'administrators' | PersonId | readonly ('administrators' | PersonId)[];
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

/** The same for many notifications; the administrators of an account are read once. */
export async function notifyOfMany(context: OperationContext, notifications: readonly NewNotification[]) {
  const administrators = administratorsReadOnce(context.tx);
  for (const given of notifications) await notifyReaders(context, given, administrators);
}

type Administrators = (accountId: AccountId) => Promise<PersonRow[]>;

async function notifyReaders(
  context: OperationContext,
  given: NewNotification,
  administrators: Administrators,
): Promise<void> {
  const { mail } = given;
  const readers = await readersOf(context, given, administrators);
  if (readers.length === 0) return;
  const { accountId, kind, facts, link } = given;
  const createdAt = context.clock.now();
  await context.tx
    .insert(notification)
    .values(readers.map(({ id: personId }) => ({ accountId, personId, kind, facts, link, createdAt })));
  if (mail === undefined) return;
  for (const reader of readers) await sendNotificationMail(context, reader, (t) => mail(t, reader));
}

function administratorsReadOnce(tx: Tx): Administrators {
  const read = new Map<AccountId, Promise<PersonRow[]>>();
  return (accountId) => {
    const known = read.get(accountId) ?? listAdministrators(tx, accountId);
    read.set(accountId, known);
    return known;
  };
}

async function readersOf(
  { tx }: OperationContext,
  { accountId, to }: NewNotification,
  administrators: Administrators,
): Promise<PersonRow[]> {
  const targets = typeof to === 'string' ? [to] : to;
  const found = targets.includes('administrators') ? [...(await administrators(accountId))] : [];
  for (const target of targets) {
    // Who is an administrator too was read with them.
    if (target === 'administrators' || found.some(({ id }) => id === target)) continue;
    const reader = await findPerson(tx, target);
    if (reader !== undefined) found.push(reader);
  }
  return found.filter((reader) => reader.accountId === accountId && reader.disabledAt === null);
}
