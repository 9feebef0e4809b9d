import type { MailContent } from '#platform/mail.server.ts';
import type { Locale, MoneyWire } from '#platform/wire.ts';
import { formatMoney } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{
  kind: 'near' | 'passed';
  number: string;
  /** Net amounts. */
  amount: MoneyWire;
  invoiced: MoneyWire;
  accountName: string;
  url: string;
  locale: Locale;
}>;

/** Invoices come near the amount of a purchase order, or have passed it. */
export function purchaseOrderWarningMail(t: Translate, facts: Facts): MailContent {
  const { kind, number, accountName, url, locale } = facts;
  const amount = formatMoney(facts.amount, locale);
  const invoiced = formatMoney(facts.invoiced, locale);
  return {
    kind: kind === 'near' ? 'billing.purchaseOrderNear' : 'billing.purchaseOrderPassed',
    subject: t(`billing.purchaseOrderMail.${kind}Subject`, { number }),
    lead: t(`billing.purchaseOrderMail.${kind}Lead`, { number, amount, invoiced }),
    paragraphs: [t('billing.purchaseOrderMail.text')],
    button: { label: t('billing.purchaseOrderMail.button'), url },
    details: [
      { label: t('billing.invoice.purchaseOrder'), value: number },
      { label: t('billing.purchaseOrder.amount'), value: amount },
      { label: t('billing.purchaseOrder.invoiced'), value: invoiced },
    ],
    why: t('billing.invoiceMail.why', { accountName }),
  };
}
