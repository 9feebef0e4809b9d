import { Decimal } from '@licence-portal/nce';
import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatDate, formatMoney, formatOnDate } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{
  /** At least one; those that have reached a step. */
  invoices: readonly Readonly<{ number: string; dueOn: string; open: string; currency: string }>[];
  transfer: Readonly<{ beneficiary: string; iban: string | null; bankName: string | null; reason: string }> | null;
  /** At least one of them is overdue. */
  isOverdue: boolean;
  accountName: string;
  url: string;
  locale: Locale;
}>;

/** Invoices are about to be due, or are overdue: how much, since when, and how to pay. */
export function invoicesDueMail(t: Translate, facts: Facts): MailContent {
  const { invoices, transfer, isOverdue, accountName, url, locale } = facts;
  const currency = invoices[0]?.currency ?? '';
  const total = invoices.reduce((sum, { open }) => sum.plus(open), new Decimal(0)).toFixed(2);
  const said = {
    count: invoices.length,
    number: invoices[0]?.number ?? '',
    on: formatOnDate(invoices[0]?.dueOn ?? '', locale),
    amount: formatMoney({ amount: total, currency }, locale),
  };
  const kind = isOverdue ? 'overdue' : 'due';
  const detail = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return {
    kind: isOverdue ? 'billing.invoicesOverdue' : 'billing.invoicesDue',
    subject: t(`billing.dueMail.${kind}Subject`, said),
    lead: t(`billing.dueMail.${kind}Lead`, said),
    paragraphs: [t('billing.dueMail.paidAlready')],
    button: { label: t('billing.dueMail.button'), url },
    details: [
      ...invoices.map(({ number, dueOn, open }) => ({
        label: t('billing.dueMail.invoice', { number }),
        value: t('billing.dueMail.openDueOn', {
          amount: formatMoney({ amount: open, currency }, locale),
          dueOn: formatDate(dueOn, locale, 'long'),
        }),
      })),
      ...detail(t('billing.toPay.beneficiary'), transfer?.beneficiary ?? null),
      ...detail(t('billing.toPay.iban'), transfer?.iban ?? null),
      ...detail(t('billing.toPay.bank'), transfer?.bankName ?? null),
      ...detail(t('billing.toPay.reason'), transfer?.reason ?? null),
    ],
    why: t('billing.dueMail.why', { accountName }),
  };
}
