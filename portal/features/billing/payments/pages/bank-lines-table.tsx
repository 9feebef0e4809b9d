import { Form, Link } from 'react-router';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { RowList } from '#ui/row-list.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import css from './bank-statements.module.css';

type BankLine = Readonly<{
  id: string;
  bookedOn: string;
  amount: string;
  currency: string;
  payerName: string | null;
  payerIban: string | null;
  reference: string | null;
  note: string | null;
  accountId: string | null;
  accountName: string | null;
  suggestion: Readonly<{
    accountId: string;
    accountName: string;
    reasons: readonly ('invoiceNumber' | 'vatNumber' | 'knownIban' | 'amount' | 'name')[];
    returnsPaymentId: string | null;
    allocated: readonly Readonly<{ invoiceId: string; number: string; amount: string }>[];
    unallocated: string;
  }> | null;
}>;

type BankLinesProps = { lines: readonly BankLine[]; status: 'open' | 'booked' | 'ignored' };

/** Movements of the bank, each with the customer that it probably belongs to and what can be done with it. */
export function BankLines({ lines, status }: BankLinesProps) {
  const t = useT();
  if (lines.length === 0) return <EmptyState icon="check" title={t(`billing.provider.bank.empty.${status}`)} />;
  return (
    <RowList label={t('billing.provider.bank.lines')}>
      {lines.map((line) => (
        <li key={line.id} className={css.line}>
          <Movement line={line} />
          {status === 'open' ? <Suggestion line={line} /> : null}
          {status === 'open' ? <OpenActions line={line} /> : null}
          {status === 'booked' && line.accountId !== null ? (
            <Link to={paths.providerCustomerPayments(line.accountId)}>{line.accountName}</Link>
          ) : null}
          {status === 'ignored' ? (
            <Form method="post" className={css.actions}>
              {line.note === null ? null : <span className={css.aside}>{line.note}</span>}
              <input type="hidden" name="lineId" value={line.id} />
              <SubmitButton name="intent" value="reopen" appearance="secondary">
                {t('billing.provider.bank.reopen')}
              </SubmitButton>
            </Form>
          ) : null}
        </li>
      ))}
    </RowList>
  );
}

function Movement({ line }: { line: BankLine }) {
  const t = useT();
  const locale = useLocale();
  const { amount, currency } = line;
  return (
    <div className={css.movement}>
      <strong>{formatMoney({ amount, currency }, locale)}</strong>
      <DateText on={line.bookedOn} relative={false} />
      <span>{line.payerName ?? t('billing.provider.bank.unknownPayer')}</span>
      {line.payerIban === null ? null : <span className={css.aside}>{line.payerIban}</span>}
      {line.reference === null ? null : <span className={css.reference}>{line.reference}</span>}
    </div>
  );
}

function Suggestion({ line: { suggestion, currency, amount } }: { line: BankLine }) {
  const t = useT();
  const locale = useLocale();
  const money = (value: string) => formatMoney({ amount: value, currency }, locale);
  if (suggestion === null) return <p className={css.aside}>{t('billing.provider.bank.noSuggestion')}</p>;
  const { accountName, reasons, allocated, unallocated, returnsPaymentId } = suggestion;
  const invoices = allocated.map((one) => `${one.number} ${money(one.amount)}`).join(', ');
  return (
    <div className={css.suggestion}>
      <span>
        {t('billing.provider.bank.probably')} <strong>{accountName}</strong>{' '}
        <span className={css.aside}>
          ({reasons.map((reason) => t(`billing.provider.bank.reason.${reason}`)).join(', ')})
        </span>
      </span>
      {returnsPaymentId === null ? (
        <span>
          {allocated.length === 0
            ? t('billing.provider.bank.paysNothing', { amount: money(amount) })
            : t('billing.provider.bank.pays', { invoices })}
          {allocated.length > 0 && /[1-9]/.test(unallocated)
            ? ` ${t('billing.provider.bank.andCredit', { amount: money(unallocated) })}`
            : null}
        </span>
      ) : (
        <span>{t('billing.provider.bank.returns')}</span>
      )}
    </div>
  );
}

function OpenActions({ line }: { line: BankLine }) {
  const t = useT();
  const { suggestion } = line;
  return (
    <div className={css.actions}>
      {suggestion === null ? null : (
        <Form method="post">
          <input type="hidden" name="lineId" value={line.id} />
          <input type="hidden" name="accountId" value={suggestion.accountId} />
          <input type="hidden" name="paymentId" value={suggestion.returnsPaymentId ?? ''} />
          {suggestion.allocated.map(({ invoiceId, amount }) => (
            <input key={invoiceId} type="hidden" name="pays" value={`${invoiceId} ${amount}`} />
          ))}
          <SubmitButton name="intent" value={suggestion.returnsPaymentId === null ? 'accept' : 'acceptReturn'}>
            {t('billing.provider.bank.accept')}
          </SubmitButton>
        </Form>
      )}
      {line.amount.startsWith('-') ? null : (
        <Link to={`${paths.providerBankStatements()}?line=${line.id}`}>{t('billing.provider.bank.alter')}</Link>
      )}
      <Form method="post">
        <input type="hidden" name="lineId" value={line.id} />
        <SubmitButton name="intent" value="ignore" appearance="secondary">
          {t('billing.provider.bank.ignore')}
        </SubmitButton>
      </Form>
    </div>
  );
}
