import { Form } from 'react-router';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { RadioCards } from '#ui/radio-cards.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './confirm-change.module.css';

/** The last part of a preview: payment method, own reference, and the button that places the order. */
export function ConfirmChange({
  quoteId,
  payment,
  available = null,
  label,
  refused,
  hasMoved,
  appearance = 'primary',
}: {
  quoteId: string;
  /** `refund` offers the ways of refunding; `none` is for a change without money today. */
  payment: 'charge' | 'refund' | 'none';
  /** The amounts available by each payment method, gross; null where they are not shown. */
  available?: Readonly<{
    currency: string;
    onAccount: Readonly<{ available: string }>;
    prepaidCredit: Readonly<{ available: string }>;
  }> | null;
  /** Names the act and the money. */
  label: string;
  refused: RefusedForm;
  /** The confirmed quote was out of date: this is a new one. */
  hasMoved: boolean;
  appearance?: 'primary' | 'danger';
}) {
  const t = useT();
  const locale = useLocale();
  const left = (amount: string | undefined) =>
    available === null || amount === undefined || payment !== 'charge'
      ? ''
      : ` ${t('subscriptions.payment.available', { amount: formatMoney({ amount, currency: available.currency }, locale) })}`;
  return (
    <Form method="post" className={css.form}>
      {hasMoved ? (
        <Notice meaning="attention" live>
          {t('subscriptions.preview.moved')}
        </Notice>
      ) : null}
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="intent" value="place" />
      <input type="hidden" name="quoteId" value={quoteId} />
      {payment === 'none' ? (
        <input type="hidden" name="paymentMethod" value="onAccount" />
      ) : (
        <RadioCards
          name="paymentMethod"
          label={t(payment === 'refund' ? 'subscriptions.payment.refundLabel' : 'subscriptions.payment.label')}
          error={refused.errorOf('paymentMethod')}
          defaultValue={refused.typed('paymentMethod') ?? 'onAccount'}
          cards={[
            {
              value: 'onAccount',
              title: t('subscriptions.payment.onAccount'),
              description: `${t('subscriptions.payment.onAccountText')}${left(available?.onAccount.available)}`,
            },
            {
              value: 'prepaidCredit',
              title: t('subscriptions.payment.prepaidCredit'),
              description: `${t(payment === 'refund' ? 'subscriptions.payment.refundToCredit' : 'subscriptions.payment.prepaidCreditText')}${left(available?.prepaidCredit.available)}`,
            },
          ]}
        />
      )}
      <TextField
        name="ownReference"
        label={t('subscriptions.ownReference.label')}
        description={t('subscriptions.ownReference.description')}
        error={refused.errorOf('ownReference')}
        defaultValue={refused.typed('ownReference')}
        maxLength={100}
        optional
      />
      <div>
        <SubmitButton appearance={appearance} caps>
          {label}
        </SubmitButton>
      </div>
    </Form>
  );
}
