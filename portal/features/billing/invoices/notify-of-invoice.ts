import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import { listPeopleWith } from '#features/users/users.ts';
import { sendMail } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { paths } from '#ui/paths.ts';
import type { invoice } from '../tables.ts';
import { invoiceIssuedMail } from './invoice-issued.mail.ts';
import { invoiceNumber } from './invoice-number.ts';

type InvoiceRow = typeof invoice.$inferSelect;

/** Tells the administrators of an issued document, in the portal and by mail, and the address for invoices by mail. */
export async function notifyOfInvoice(
  context: OperationContext,
  issued: InvoiceRow,
  corrected: InvoiceRow | undefined,
): Promise<void> {
  const { tx, services } = context;
  const { accountId, kind } = issued;
  const [company] = await tx
    .select({ name: account.name, billingEmail: account.billingEmail, locale: account.locale })
    .from(account)
    .where(eq(account.id, accountId));
  assert(company !== undefined, 'the account is there');
  const link = paths.invoice(issued.id);
  const mailIn = (locale: Locale) =>
    invoiceIssuedMail(services.translators[locale], {
      issued,
      correctedNumber: corrected === undefined ? null : invoiceNumber(corrected),
      accountName: company.name,
      url: `${services.publicUrl}${link}`,
      locale,
    });
  await notify(context, {
    accountId,
    to: { with: 'billing.manage' },
    kind: kind === 'invoice' ? 'invoiceIssued' : 'creditNoteIssued',
    facts: { number: invoiceNumber(issued) },
    link,
    mail: (_t, reader) => mailIn(reader.locale),
  });

  const { billingEmail, locale } = company;
  const readers = await listPeopleWith(tx, accountId, 'billing.manage');
  const isReader = readers.some(({ email, notificationEmail }) => (notificationEmail ?? email) === billingEmail);
  if (billingEmail === null || isReader) return;
  await sendMail(context, { accountId, personId: null, address: billingEmail, locale }, mailIn(locale));
}
