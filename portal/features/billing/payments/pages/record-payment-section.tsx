import { Form, Link } from 'react-router';
import { ChangeList } from '#ui/change-list.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatDate, formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './payments.module.css';

/** An unpaid invoice that a payment can be for. */
type Choice = Readonly<{ id: string; number: string; open: string; currency: string }>;

/** What a payment would do, as `billing.quotePayment` gives it, and what was typed. */
export type PaymentQuote = Readonly<{
  paymentId: string;
  amount: string;
  currency: string;
  allocated: readonly Readonly<{ invoiceId: string; number: string; openBefore: string; openAfter: string }>[];
  unallocated: string;
  owedBefore: string;
  owedAfter: string;
  typed: Readonly<{ receivedOn: string; allocation: string; payerName: string; reference: string; note: string }>;
}>;

type RecordPaymentFormProps = {
  currency: string;
  invoices: readonly Choice[];
  /** Today, where nothing was typed. */
  today: string;
  refused: RefusedForm;
};

/** The form for a payment by hand; nothing is recorded by it. */
export function RecordPaymentForm({ currency, invoices, today, refused }: RecordPaymentFormProps) {
  const t = useT();
  const locale = useLocale();
  return (
    <Section title={t('billing.provider.payment.title')} intro={t('billing.provider.payment.intro')}>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <TextField
          name="amount"
          label={t('billing.provider.payment.amount')}
          description={t('billing.provider.payment.amountHelp')}
          defaultValue={refused.typed('amount')}
          error={refused.errorOf('amount')}
          suffix={currency}
        />
        <TextField
          name="receivedOn"
          type="date"
          label={t('billing.provider.payment.receivedOn')}
          defaultValue={refused.typed('receivedOn') ?? today}
          error={refused.errorOf('receivedOn')}
        />
        <SelectField
          name="allocation"
          label={t('billing.provider.payment.for')}
          defaultValue={refused.typed('allocation') ?? 'oldestFirst'}
          options={[
            { value: 'oldestFirst', label: t('billing.provider.payment.oldestFirst') },
            ...invoices.map(({ id, number, open }) => ({
              value: id,
              label: t('billing.provider.payment.invoice', {
                number,
                open: formatMoney({ amount: open, currency }, locale),
              }),
            })),
            { value: 'none', label: t('billing.provider.payment.noInvoice') },
          ]}
        />
        <TextField
          name="payerName"
          label={t('billing.provider.payment.payerName')}
          defaultValue={refused.typed('payerName')}
          error={refused.errorOf('payerName')}
          maxLength={200}
          optional
        />
        <TextField
          name="reference"
          label={t('billing.provider.payment.reference')}
          defaultValue={refused.typed('reference')}
          error={refused.errorOf('reference')}
          maxLength={400}
          optional
        />
        <TextField
          name="note"
          label={t('billing.provider.payment.note')}
          description={t('billing.provider.payment.noteHelp')}
          defaultValue={refused.typed('note')}
          error={refused.errorOf('note')}
          maxLength={400}
          optional
        />
        <div>
          <SubmitButton name="intent" value="quotePayment">
            {t('billing.provider.credit.toSummary')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

/** What the payment pays and what stays, and the one button that records it. */
export function PaymentSummary({ accountId, quote }: { accountId: string; quote: PaymentQuote }) {
  const t = useT();
  const locale = useLocale();
  const { currency, typed, allocated } = quote;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  const amount = money(quote.amount);
  return (
    <Section
      title={t('billing.provider.payment.summary', { amount, on: formatDate(typed.receivedOn, locale, 'long') })}
    >
      <Form method="post" className={css.form}>
        <ChangeList
          changes={[
            ...allocated.map(({ number, openBefore, openAfter }) => ({
              what: t('billing.provider.payment.ofInvoice', { number }),
              before: money(openBefore),
              after: money(openAfter),
            })),
            {
              what: t('billing.provider.payment.owed'),
              before: money(quote.owedBefore),
              after: money(quote.owedAfter),
            },
          ]}
        />
        {/[1-9]/.test(quote.unallocated) ? (
          <p>{t('billing.provider.payment.unallocated', { amount: money(quote.unallocated) })}</p>
        ) : null}
        <input type="hidden" name="paymentId" value={quote.paymentId} />
        <input type="hidden" name="amount" value={quote.amount} />
        {Object.entries(typed).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className={css.buttons}>
          <SubmitButton name="intent" value="recordPayment">
            {t('billing.provider.payment.record', { amount })}
          </SubmitButton>
          <Link to={paths.providerCustomerPayments(accountId)}>{t('billing.provider.cancel')}</Link>
        </div>
      </Form>
    </Section>
  );
}
