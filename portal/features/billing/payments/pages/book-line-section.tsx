import { Form, Link } from 'react-router';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './bank-statements.module.css';

type BookLineProps = {
  line: Readonly<{ id: string; amount: string; currency: string; payerName: string | null; reference: string | null }>;
  /** Those whose name has the search. */
  customers: readonly Readonly<{ id: string; name: string }>[];
  search: string;
  /** The unpaid invoices of the chosen customer; undefined until one is chosen. */
  receivable:
    | Readonly<{
        accountId: string;
        accountName: string;
        invoices: readonly Readonly<{ id: string; number: string; open: string }>[];
      }>
    | undefined;
  refused: RefusedForm;
};

/** Another customer or other invoices for a movement: first the customer, then what it pays. */
export function BookLine({ line, customers, search, receivable, refused }: BookLineProps) {
  const t = useT();
  const locale = useLocale();
  const { currency } = line;
  const amount = formatMoney({ amount: line.amount, currency }, locale);
  return (
    <Section
      title={t('billing.provider.bank.bookTitle', { amount })}
      intro={[line.payerName, line.reference].filter((part) => part !== null).join(' · ')}
      actions={<Link to={paths.providerBankStatements()}>{t('billing.provider.cancel')}</Link>}
    >
      {receivable === undefined ? (
        <>
          <Form method="get" className={css.form}>
            <input type="hidden" name="line" value={line.id} />
            <TextField
              name="customer"
              label={t('billing.provider.bank.searchCustomer')}
              defaultValue={search}
              maxLength={200}
              optional
            />
            <div>
              <SubmitButton appearance="secondary">{t('billing.provider.bank.doSearch')}</SubmitButton>
            </div>
          </Form>
          <ul>
            {customers.map(({ id, name }) => (
              <li key={id}>
                <Link to={`${paths.providerBankStatements()}?line=${line.id}&account=${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Form method="post" className={css.form}>
          <FormErrors errors={refused.errors} />
          <p>{receivable.accountName}</p>
          <SelectField
            name="allocation"
            label={t('billing.provider.payment.for')}
            options={[
              { value: 'oldestFirst', label: t('billing.provider.payment.oldestFirst') },
              ...receivable.invoices.map(({ id, number, open }) => ({
                value: id,
                label: t('billing.provider.payment.invoice', {
                  number,
                  open: formatMoney({ amount: open, currency }, locale),
                }),
              })),
              { value: 'none', label: t('billing.provider.payment.noInvoice') },
            ]}
          />
          <input type="hidden" name="lineId" value={line.id} />
          <input type="hidden" name="accountId" value={receivable.accountId} />
          <div>
            <SubmitButton name="intent" value="book">
              {t('billing.provider.payment.record', { amount })}
            </SubmitButton>
          </div>
        </Form>
      )}
    </Section>
  );
}
