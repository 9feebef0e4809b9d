import { Link } from 'react-router';
import type { z } from 'zod';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { Period } from '#ui/period.tsx';
import { Section } from '#ui/section.tsx';
import type { InvoiceDetail } from '../read/invoice-output.ts';
import css from './invoices.module.css';
import { isOpen } from './invoices-table.tsx';

type Detail = z.output<typeof InvoiceDetail>;

/** One document: facts, totals, lines, and where to pay. */
export function InvoiceView({ invoice, to }: { invoice: Detail; to: (invoiceId: string) => string }) {
  const t = useT();
  const { currency, lines, taxes, payTo, corrected, creditNotes } = invoice;
  const money = (amount: string) => <Money value={{ amount, currency }} />;
  const fact = (term: string, value: string | null) => (value === null ? [] : [{ term, value }]);
  return (
    <div className={css.page}>
      {invoice.isPrepaid && invoice.kind === 'invoice' ? (
        <Notice meaning="good">{t('billing.invoice.prepaidText')}</Notice>
      ) : null}
      {creditNotes.length === 0 ? null : (
        <Notice meaning="information" title={t('billing.invoice.correctedBy')}>
          <ul>
            {creditNotes.map(({ id, number, gross }) => (
              <li key={id}>
                <Link to={to(id)}>{number}</Link>: {money(gross)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className={css.columns}>
        <Section title={t('billing.invoice.data')}>
          <Facts
            facts={[
              { term: t('billing.invoice.buyer'), value: invoice.buyerName },
              { term: t('billing.invoice.issuedOn'), value: <DateText on={invoice.issuedOn} style="long" /> },
              ...(invoice.dueOn === null
                ? []
                : [
                    {
                      term: t('billing.invoice.dueOn'),
                      value: <DateText on={invoice.dueOn} style="long" relative={isOpen(invoice)} />,
                    },
                  ]),
              ...(corrected === null
                ? []
                : [
                    {
                      term: t('billing.invoice.corrects'),
                      value: <Link to={to(corrected.id)}>{corrected.number}</Link>,
                    },
                  ]),
              ...fact(t('billing.invoice.purchaseOrder'), invoice.purchaseOrderNumber),
              ...fact('CIG', invoice.cig),
              ...fact('CUP', invoice.cup),
              ...fact(t('billing.invoice.ownReference'), invoice.ownReference),
            ]}
          />
        </Section>
        <Section title={t('billing.invoice.totals')}>
          <Facts
            areAmounts
            facts={[
              { term: t('billing.invoice.net'), value: money(invoice.net) },
              ...taxes.map(({ ratePercent, tax }) => ({
                term: t('billing.invoice.taxOf', { percent: ratePercent }),
                value: money(tax),
              })),
              { term: t('billing.invoice.gross'), value: <strong>{money(invoice.gross)}</strong> },
              ...(invoice.hasSplitPayment && invoice.kind === 'invoice'
                ? [{ term: t('billing.invoice.payableSplit'), value: money(invoice.payable) }]
                : []),
              ...(invoice.settlements.length > 0
                ? [{ term: t('billing.toPay.open'), value: <strong>{money(invoice.open)}</strong> }]
                : []),
            ]}
          />
        </Section>
      </div>
      {!isOpen(invoice) || payTo.iban === null ? null : (
        <Section title={t('billing.invoice.howToPay')} intro={t('billing.invoice.howToPayText')}>
          <Facts
            facts={[
              { term: t('billing.invoice.payable'), value: money(invoice.open) },
              { term: t('billing.invoice.payTo'), value: payTo.name },
              { term: 'IBAN', value: payTo.iban.replaceAll(/(.{4})(?=.)/g, '$1 ') },
              ...fact(t('billing.seller.bankName'), payTo.bankName),
              {
                term: t('billing.invoice.paymentReason'),
                value: t('billing.invoice.reasonOf', { number: invoice.number }),
              },
            ]}
          />
        </Section>
      )}
      <Section title={t('billing.invoice.lines')} frame="plain">
        <DataTable
          caption={t('billing.invoice.lines')}
          rows={lines}
          rowKey={(line) => String(line.position)}
          empty={null}
          columns={[
            {
              key: 'name',
              header: t('billing.invoice.description'),
              cell: (line) => (
                <span className={css.lines}>
                  {line.name}
                  <span className={css.detail}>
                    <Period period={line} />
                    {line.ownReference === null ? null : ` · ${line.ownReference}`}
                  </span>
                </span>
              ),
            },
            { key: 'seats', header: t('billing.invoice.seats'), align: 'end', cell: (line) => String(line.seatCount) },
            {
              key: 'price',
              header: t('billing.invoice.unitPrice'),
              align: 'end',
              cell: (line) => <Money value={{ amount: line.unitPrice, currency }} isUnitPrice />,
            },
            {
              key: 'rate',
              header: t('billing.invoice.tax'),
              align: 'end',
              phone: 'hidden',
              cell: (line) => t('billing.invoice.percent', { percent: line.ratePercent }),
            },
            {
              key: 'net',
              header: t('billing.invoice.net'),
              align: 'end',
              phone: 'end',
              cell: (line) => money(line.net),
            },
          ]}
        />
      </Section>
      {invoice.settlements.length === 0 ? null : (
        <Section title={t('billing.invoice.settledBy')} frame="plain">
          <DataTable
            caption={t('billing.invoice.settledBy')}
            rows={invoice.settlements.map((one, position) => ({ ...one, position }))}
            rowKey={({ position }) => String(position)}
            empty={null}
            columns={[
              {
                key: 'by',
                header: t('billing.invoice.description'),
                cell: ({ creditNote }) =>
                  creditNote === null ? (
                    t('billing.invoice.settledByPayment')
                  ) : (
                    <Link to={to(creditNote.id)}>
                      {t('billing.pdf.title.creditNote', { number: creditNote.number })}
                    </Link>
                  ),
              },
              {
                key: 'on',
                header: t('billing.invoice.issuedOn'),
                cell: ({ on }) => <DateText on={on} relative={false} />,
              },
              {
                key: 'amount',
                header: t('billing.payments.amount'),
                align: 'end',
                phone: 'end',
                cell: ({ amount }) => money(amount),
              },
            ]}
          />
        </Section>
      )}
    </div>
  );
}
