import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatDate, formatMoney } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import type { invoice } from '../tables.ts';
import { invoiceNumber } from './invoice-number.ts';

type Facts = Readonly<{
  issued: typeof invoice.$inferSelect;
  /** Number of the invoice that a credit note corrects. */
  correctedNumber: string | null;
  accountName: string;
  url: string;
  locale: Locale;
}>;

/** A month was closed: the document with its number, amount and due date. */
export function invoiceIssuedMail(t: Translate, facts: Facts): MailContent {
  const { issued, correctedNumber, accountName, url, locale } = facts;
  const { kind, currency, dueOn } = issued;
  const amount = (value: typeof issued.gross) => formatMoney({ amount: value.toFixed(2), currency }, locale);
  const number = invoiceNumber(issued);
  const gross = amount(issued.gross);
  const due = dueOn === null ? null : formatDate(dueOn.toString(), locale, 'long');
  const detail = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return {
    kind: `billing.${kind}Issued`,
    subject: subjectOf(t, { kind, number, gross, due }),
    lead: leadOf(t, { kind, number, gross, due, correctedNumber }),
    paragraphs: [
      ...(kind === 'invoice' && due === null ? [t('billing.invoiceMail.paid')] : []),
      ...(issued.buyer.hasSplitPayment ? [t('billing.invoiceMail.splitPayment')] : []),
      t('billing.invoiceMail.documents'),
    ],
    button: { label: t(`billing.invoiceMail.button.${kind}`), url },
    details: [
      { label: t('billing.invoice.number'), value: number },
      { label: t('billing.invoice.issuedOn'), value: formatDate(issued.issuedOn.toString(), locale, 'long') },
      ...detail(t('billing.invoice.dueOn'), due),
      ...detail(t('billing.invoice.corrects'), correctedNumber),
      { label: t('billing.invoice.net'), value: amount(issued.net) },
      { label: t('billing.invoice.tax'), value: amount(issued.tax) },
      { label: t('billing.invoice.gross'), value: gross },
      ...(due === null || issued.payable.equals(issued.gross)
        ? []
        : [{ label: t('billing.invoice.payable'), value: amount(issued.payable) }]),
      ...detail(t('billing.invoice.purchaseOrder'), issued.purchaseOrderNumber),
      ...detail(t('billing.invoice.ownReference'), issued.ownReference),
    ],
    why: t('billing.invoiceMail.why', { accountName }),
  };
}

type Said = Readonly<{ kind: 'invoice' | 'creditNote'; number: string; gross: string; due: string | null }>;

function subjectOf(t: Translate, { kind, number, gross, due }: Said): string {
  if (kind === 'creditNote') return t('billing.invoiceMail.creditNoteSubject', { number, gross });
  if (due === null) return t('billing.invoiceMail.paidSubject', { number, gross });
  return t('billing.invoiceMail.subject', { number, gross, due });
}

function leadOf(t: Translate, said: Said & Readonly<{ correctedNumber: string | null }>): string {
  const { kind, number, gross, due, correctedNumber } = said;
  if (kind === 'creditNote')
    return correctedNumber === null
      ? t('billing.invoiceMail.creditNoteAloneLead', { number, gross })
      : t('billing.invoiceMail.creditNoteLead', { number, gross, correctedNumber });
  if (due === null) return t('billing.invoiceMail.paidLead', { number, gross });
  return t('billing.invoiceMail.lead', { number, gross, due });
}
