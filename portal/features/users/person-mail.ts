import type { TFunction } from 'i18next';
import type { AccountId, PersonId } from '#platform/ids.ts';
import { type MailContent, sendMail } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Locale } from '#platform/wire.ts';

/** Whom a mail is for, and in which language it is written. */
export type MailReader = Readonly<{
  id: PersonId;
  accountId: AccountId;
  email: string;
  notificationEmail: string | null;
  firstName: string;
  lastName: string;
  locale: Locale;
}>;

/** A mail about a person's own sign-in: it goes to the address that the person signs in by, never to the one for notifications. */
export function mailPerson(
  context: OperationContext,
  reader: MailReader,
  write: (t: TFunction) => MailContent,
  /** Another address than the person's own: the former one, when it has just been changed. */
  address: string = reader.email,
): Promise<void> {
  const content = write(context.services.translators[reader.locale]);
  return sendMail(
    context,
    { accountId: reader.accountId, personId: reader.id, address, locale: reader.locale },
    content,
  );
}

/** News about the account: it goes to the address for notifications where the person gave one. */
export function mailNews(
  context: OperationContext,
  reader: MailReader,
  write: (t: TFunction) => MailContent,
): Promise<void> {
  return mailPerson(context, reader, write, reader.notificationEmail ?? reader.email);
}
