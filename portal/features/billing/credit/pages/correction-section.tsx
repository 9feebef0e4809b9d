import { Form, Link } from 'react-router';
import { ChangeList } from '#ui/change-list.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatInstantDate, formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useViewer } from '#ui/viewer.tsx';
import css from './credit.module.css';

/** What a correction would do, as `billing.quoteCreditCorrection` gives it. */
type CorrectionQuote = Readonly<{
  entryId: string;
  toppedUpAt: string;
  amount: string;
  balanceBefore: string;
  balanceAfter: string;
  isBelowZero: boolean;
  currency: string;
}>;

type CorrectionSummaryProps = { accountId: string; quote: CorrectionQuote; refused: RefusedForm };

/** An advance payment that is taken back: the balance before and after, the reason, and the one button. */
export function CorrectionSummary({ accountId, quote, refused }: CorrectionSummaryProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const { currency } = quote;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  const on = formatInstantDate(quote.toppedUpAt, timeZone, locale, 'long');
  return (
    <Section title={t('billing.provider.credit.confirmCorrection', { amount: money(quote.amount), on })}>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <ChangeList
          changes={[
            {
              what: t('billing.credit.title'),
              before: money(quote.balanceBefore),
              after: money(quote.balanceAfter),
            },
          ]}
        />
        <p>{t('billing.provider.credit.correctionEffect')}</p>
        <TextField
          name="reason"
          label={t('billing.provider.credit.reasonField')}
          description={t('billing.provider.credit.reasonHelp')}
          defaultValue={refused.typed('reason')}
          error={refused.errorOf('reason')}
          maxLength={200}
        />
        {quote.isBelowZero ? (
          <>
            <Notice meaning="attention">{t('billing.provider.credit.belowZero')}</Notice>
            <CheckboxField
              name="acceptsBelowZero"
              label={t('billing.provider.credit.acceptBelowZero', { balance: money(quote.balanceAfter) })}
              error={refused.errorOf('acceptsBelowZero')}
              defaultChecked={refused.typed('acceptsBelowZero') !== undefined}
            />
          </>
        ) : null}
        <input type="hidden" name="entryId" value={quote.entryId} />
        <input type="hidden" name="balanceBefore" value={quote.balanceBefore} />
        <div className={css.buttons}>
          <SubmitButton name="intent" value="correct">
            {t('billing.provider.credit.doCorrect', { amount: money(quote.amount) })}
          </SubmitButton>
          <Link to={paths.providerCustomerCredit(accountId)}>{t('billing.provider.cancel')}</Link>
        </div>
      </Form>
    </Section>
  );
}
