import { Form, Link } from 'react-router';
import { CheckboxField } from '#ui/checkbox-field.tsx';
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

type Payment = Readonly<{
  id: string;
  receivedOn: string;
  amount: string;
  currency: string;
  source: string;
  unallocated: string;
  allocated: readonly Readonly<{ invoiceId: string; number: string; amount: string }>[];
}>;

type PaymentActionsProps = {
  accountId: string;
  payment: Payment;
  invoices: readonly Readonly<{ id: string; number: string; open: string }>[];
  today: string;
  refused: RefusedForm;
};

/** What can be done with one payment: allocate what is left, take an allocation back, return it. */
export function PaymentActions(props: PaymentActionsProps) {
  const { accountId, payment, invoices } = props;
  const t = useT();
  const locale = useLocale();
  const money = (amount: string) => formatMoney({ amount, currency: payment.currency }, locale);
  const hasLeft = /[1-9]/.test(payment.unallocated);
  return (
    <Section
      title={t('billing.provider.payment.one', {
        amount: money(payment.amount),
        on: formatDate(payment.receivedOn, locale, 'long'),
      })}
      actions={<Link to={paths.providerCustomerPayments(accountId)}>{t('billing.provider.close')}</Link>}
    >
      <FormErrors errors={props.refused.errors} />
      {hasLeft && invoices.length > 0 ? (
        <Form method="post" className={css.form}>
          <SelectField
            name="allocation"
            label={t('billing.provider.payment.allocate', { amount: money(payment.unallocated) })}
            options={[
              { value: 'oldestFirst', label: t('billing.provider.payment.oldestFirst') },
              ...invoices.map(({ id, number, open }) => ({
                value: id,
                label: t('billing.provider.payment.invoice', { number, open: money(open) }),
              })),
            ]}
          />
          <div>
            <SubmitButton name="intent" value="allocate" appearance="secondary">
              {t('billing.provider.payment.doAllocate')}
            </SubmitButton>
          </div>
        </Form>
      ) : null}
      {payment.allocated.map(({ invoiceId, number, amount }) => (
        <Form key={invoiceId} method="post" className={css.buttons}>
          <span>{t('billing.provider.payment.paysOf', { number, amount: money(amount) })}</span>
          <input type="hidden" name="invoiceId" value={invoiceId} />
          <SubmitButton name="intent" value="takeBack" appearance="secondary">
            {t('billing.provider.payment.takeBack', { number })}
          </SubmitButton>
        </Form>
      ))}
      <ReturnForm {...props} />
    </Section>
  );
}

function ReturnForm({ payment, today, refused }: PaymentActionsProps) {
  const t = useT();
  const locale = useLocale();
  const amount = formatMoney({ amount: payment.amount, currency: payment.currency }, locale);
  return (
    <Form method="post" className={css.form}>
      <h3>{t('billing.provider.payment.returnTitle')}</h3>
      <p>{t('billing.provider.payment.returnText', { count: payment.allocated.length })}</p>
      <TextField
        name="returnedOn"
        type="date"
        label={t('billing.provider.payment.returnedOn')}
        defaultValue={refused.typed('returnedOn') ?? today}
        error={refused.errorOf('returnedOn')}
      />
      <TextField
        name="reason"
        label={t('billing.provider.credit.reasonField')}
        description={t('billing.provider.credit.reasonHelp')}
        defaultValue={refused.typed('reason')}
        error={refused.errorOf('reason')}
        maxLength={400}
      />
      {payment.source === 'bankStatement' ? (
        <CheckboxField
          name="isMistake"
          label={t('billing.provider.payment.isMistake')}
          defaultChecked={refused.typed('isMistake') !== undefined}
        />
      ) : null}
      <div>
        <SubmitButton name="intent" value="return" appearance="secondary">
          {t('billing.provider.payment.doReturn', { amount })}
        </SubmitButton>
      </div>
    </Form>
  );
}
