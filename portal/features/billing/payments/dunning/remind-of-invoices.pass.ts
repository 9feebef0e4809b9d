import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import { listPeopleWith } from '#features/users/users.ts';
import type { AccountId } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import { sendMail } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { visitRows } from '#platform/visit-rows.server.ts';
import type { Locale } from '#platform/wire.ts';
import { paths } from '#ui/paths.ts';
import { paymentReminder } from '../../tables.ts';
import { readReceivable } from '../read-receivable.ts';
import { type DueReminder, findDueReminders } from './due-reminders.ts';
import { readDunningSettings } from './dunning-settings.ts';
import { invoicesDueMail } from './invoices-due.mail.ts';

/**
 * Reminds customers of unpaid invoices before and after their due dates, on the movable clock: of all that have reached
 * a step in one mail, of each step once. An invoice that is paid, and a customer on hold, is not reminded.
 */
export const remindOfInvoices: Pass = {
  name: 'billing.remindOfInvoices',
  everySeconds: 60,
  async run(pass) {
    const { isOn, steps } = await pass.inTransaction(({ tx }) => readDunningSettings(tx));
    if (!isOn) return;
    const query = { steps, now: pass.clock.now() };
    await visitRows<AccountId>(pass, {
      list: async (tx, { after, limit }) => {
        const due = await findDueReminders(tx, query);
        const [last] = after ?? [];
        const accountIds = [...new Set(due.map(({ accountId }) => accountId))];
        return accountIds.filter((id) => last === undefined || id > String(last)).slice(0, limit);
      },
      keyOf: (accountId) => [accountId],
      async run(context, accountIds) {
        const due = await findDueReminders(context.tx, { ...query, accountIds });
        for (const accountId of accountIds) {
          await remind(
            context,
            accountId,
            due.filter((one) => one.accountId === accountId),
          );
        }
      },
    });
  },
};

async function remind(context: OperationContext, accountId: AccountId, due: readonly DueReminder[]): Promise<void> {
  const { tx, clock, services } = context;
  if (due.length === 0) return;
  const recorded = await tx
    .insert(paymentReminder)
    .values(due.map((one) => ({ ...one, createdAt: clock.now() })))
    .onConflictDoNothing()
    .returning({ invoiceId: paymentReminder.invoiceId });
  const [company] = await tx.select().from(account).where(eq(account.id, accountId));
  assert(company !== undefined, 'the account is there');
  const { name, billingEmail, locale: companyLocale, timeZone } = company;
  const today = clock.now().toZonedDateTimeISO(timeZone).toPlainDate();
  const ids: ReadonlySet<string> = new Set(recorded.map(({ invoiceId }) => invoiceId));
  const receivable = await readReceivable(tx, accountId, { currency: company.currency, today });
  const invoices = receivable.invoices.filter(({ id }) => ids.has(id));
  const [first] = invoices;
  if (first === undefined) return;
  const link = paths.payments();
  const isOverdue = invoices.some(({ daysOverdue }) => daysOverdue > 0);
  const mailIn = (locale: Locale) =>
    invoicesDueMail(services.translators[locale], {
      invoices,
      transfer: receivable.transfer,
      isOverdue,
      accountName: name,
      url: `${services.publicUrl}${link}`,
      locale,
    });
  await notify(context, {
    accountId,
    to: { with: 'billing.manage' },
    kind: isOverdue ? 'invoicesOverdue' : 'invoicesDue',
    facts: { number: first.number, count: invoices.length },
    link,
    mail: (_t, reader) => mailIn(reader.locale),
  });
  const readers = await listPeopleWith(tx, accountId, 'billing.manage');
  const isReader = readers.some(({ email, notificationEmail }) => (notificationEmail ?? email) === billingEmail);
  if (billingEmail === null || isReader) return;
  const to = { accountId, personId: null, address: billingEmail, locale: companyLocale };
  await sendMail(context, to, mailIn(companyLocale));
}
