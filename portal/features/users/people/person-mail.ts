import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import { type MailContent, sendMail } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import type { Translate } from '#ui/i18n.ts';

/** The recipient of a mail, and the language in which it is written. */
export type MailReader = Readonly<{
  id: PersonId;
  accountId: AccountId;
  email: string;
  notificationEmail: string | null;
  firstName: string;
  lastName: string;
  locale: Locale;
}>;

/**
 * Sends a mail about a person's own sign-in. It goes to the sign-in e-mail, never to the one for notifications.
 *
 * @param address  another address than the present one: the former, when it has just been changed
 */
export function sendSignInMail(
  context: OperationContext,
  reader: MailReader,
  write: (t: Translate) => MailContent,
  address: string = reader.email,
): Promise<void> {
  return sendMail(
    context,
    { accountId: reader.accountId, personId: reader.id, address, locale: reader.locale },
    write(context.services.translators[reader.locale]),
  );
}

/** Sends a mail about the account. It goes to the address for notifications, where the person gave one. */
export function sendNotificationMail(
  context: OperationContext,
  reader: MailReader,
  write: (t: Translate) => MailContent,
): Promise<void> {
  return sendSignInMail(context, reader, write, reader.notificationEmail ?? reader.email);
}

/** What every mail to a person of an account names. */
export async function mailFactsOf({ tx, services }: OperationContext, accountId: AccountId) {
  const [company] = await tx
    .select({ accountName: account.name, timeZone: account.timeZone })
    .from(account)
    .where(eq(account.id, accountId));
  assert(company !== undefined, 'a person of no account');
  return { ...company, brandName: services.brand.name, publicUrl: services.publicUrl };
}
