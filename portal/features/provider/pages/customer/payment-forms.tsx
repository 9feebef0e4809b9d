import { Form } from 'react-router';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import type { Route } from '../+types/customer-page.ts';
import css from '../provider-page.module.css';

type Shown = Route.ComponentProps['loaderData'];
type Props = Pick<Shown, 'payment'> & { refused: RefusedForm };

/** Balances of the customer, and the two forms that change its payment terms and its credit. */
export function Payment({ payment, refused }: Props) {
  const t = useT();
  const { creditBalance, owed, creditLimit } = payment;
  return (
    <Section title={t('provider.payment.title')}>
      <Facts
        facts={[
          { term: t('provider.payment.owed'), value: <Money value={owed} basis="gross" /> },
          { term: t('provider.payment.limit'), value: <Money value={creditLimit} basis="gross" /> },
          { term: t('provider.payment.balance'), value: <Money value={creditBalance} basis="gross" /> },
        ]}
      />
      <TermsForm payment={payment} refused={refused} />
      <TopUpForm payment={payment} refused={refused} />
    </Section>
  );
}

function TermsForm({ payment: { creditLimit, approvalAbove, whenCreditEnds }, refused }: Props) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <TextField
        name="creditLimit"
        label={t('provider.payment.limitField')}
        defaultValue={refused.typed('creditLimit') ?? creditLimit.amount}
        error={refused.errorOf('creditLimit')}
        suffix={creditLimit.currency}
      />
      <TextField
        name="approvalAbove"
        label={t('provider.payment.approvalField')}
        description={t('provider.payment.approvalHelp')}
        defaultValue={refused.typed('approvalAbove') ?? approvalAbove?.amount}
        error={refused.errorOf('approvalAbove')}
        suffix={creditLimit.currency}
        optional
      />
      <SelectField
        name="whenCreditEnds"
        label={t('provider.payment.whenCreditEnds')}
        description={t('provider.payment.whenCreditEndsHelp')}
        defaultValue={whenCreditEnds}
        options={(['onAccount', 'belowZero'] as const).map((value) => ({
          value,
          label: t(`provider.payment.whenCreditEnds.${value}`),
        }))}
      />
      <div>
        <SubmitButton name="intent" value="terms" appearance="secondary">
          {t('provider.payment.save')}
        </SubmitButton>
      </div>
    </Form>
  );
}

function TopUpForm({ payment: { creditLimit }, refused }: Props) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <TextField
        name="amount"
        label={t('provider.payment.topUpField')}
        defaultValue={refused.typed('amount')}
        error={refused.errorOf('amount')}
        suffix={creditLimit.currency}
      />
      <TextField
        name="note"
        label={t('provider.payment.topUpNote')}
        defaultValue={refused.typed('note')}
        error={refused.errorOf('note')}
        maxLength={200}
        optional
      />
      <div>
        <SubmitButton name="intent" value="topUp" appearance="secondary">
          {t('provider.payment.topUp')}
        </SubmitButton>
      </div>
    </Form>
  );
}
