import { Form, Link } from 'react-router';
import { ChangeList } from '#ui/change-list.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './credit.module.css';

/** What a top-up would do, as `billing.quoteTopUp` gives it, and the note that was typed. */
export type TopUpQuote = Readonly<{
  entryId: string;
  amount: string;
  balanceBefore: string;
  balanceAfter: string;
  currency: string;
  warnings: readonly ('sameAmountRecently' | 'muchMoreThanBefore' | 'largeFirst')[];
  note: string;
}>;

/** The form for an advance payment; nothing is booked by it. */
export function TopUpForm({ currency, refused }: { currency: string; refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('billing.provider.credit.topUp')} intro={t('billing.provider.credit.topUpIntro')}>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <TextField
          name="amount"
          label={t('billing.provider.credit.amountField')}
          description={t('billing.provider.credit.amountHelp')}
          defaultValue={refused.typed('amount')}
          error={refused.errorOf('amount')}
          suffix={currency}
        />
        <TextField
          name="note"
          label={t('billing.provider.credit.noteField')}
          description={t('billing.provider.credit.noteHelp')}
          defaultValue={refused.typed('note')}
          error={refused.errorOf('note')}
          maxLength={200}
          optional
        />
        <div>
          <SubmitButton name="intent" value="quoteTopUp">
            {t('billing.provider.credit.toSummary')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

/** The balance before and after, and the one button that books the amount. */
export function TopUpSummary({ accountId, quote }: { accountId: string; quote: TopUpQuote }) {
  const t = useT();
  const locale = useLocale();
  const { currency, warnings, note } = quote;
  const amount = formatMoney({ amount: quote.amount, currency }, locale);
  return (
    <Section title={t('billing.provider.credit.confirmTopUp', { amount })}>
      <Form method="post" className={css.form}>
        <ChangeList
          changes={[
            {
              what: t('billing.credit.title'),
              before: <Money value={{ amount: quote.balanceBefore, currency }} />,
              after: <Money value={{ amount: quote.balanceAfter, currency }} />,
            },
          ]}
        />
        {warnings.map((warning) => (
          <Notice key={warning} meaning="attention">
            {t(`billing.provider.credit.warning.${warning}`, { amount })}
          </Notice>
        ))}
        <p>{t('billing.provider.credit.topUpEffect')}</p>
        {note === '' ? null : <p>{t('billing.provider.credit.noteIs', { note })}</p>}
        <input type="hidden" name="amount" value={quote.amount} />
        <input type="hidden" name="note" value={note} />
        <input type="hidden" name="entryId" value={quote.entryId} />
        <input type="hidden" name="balanceBefore" value={quote.balanceBefore} />
        <div className={css.buttons}>
          <SubmitButton name="intent" value="topUp">
            {t('billing.provider.credit.doTopUp', { amount })}
          </SubmitButton>
          <Link to={paths.providerCustomerCredit(accountId)}>{t('billing.provider.cancel')}</Link>
        </div>
      </Form>
    </Section>
  );
}
