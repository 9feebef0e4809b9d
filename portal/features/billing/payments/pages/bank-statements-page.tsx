import { redirect, useSearchParams } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { bookBankLine } from '../bank/book-bank-line.ts';
import { bookBankReturn } from '../bank/book-bank-return.ts';
import { ignoreBankLine } from '../bank/ignore-bank-line.ts';
import { importBankStatement } from '../bank/import-bank-statement.ts';
import { listBankLines } from '../bank/list-bank-lines.ts';
import { reopenBankLine } from '../bank/reopen-bank-line.ts';
import { getReceivable } from '../get-receivable.ts';
import { listPayers } from '../list-payers.ts';
import type { Route } from './+types/bank-statements-page.ts';
import { allocationOfForm } from './allocation-of-form.ts';
import { BankLines } from './bank-lines-table.tsx';
import css from './bank-statements.module.css';
import { BookLine } from './book-line-section.tsx';
import { CsvColumnsForm, ImportForm } from './csv-columns-form.tsx';
import { StatusLinks } from './status-links.tsx';

const STATUSES = ['open', 'booked', 'ignored'] as const;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { searchParams } = new URL(args.request.url);
    const query = readTableQuery(searchParams, { sortKeys: ['bookedOn'] });
    const { page, pageSize } = query;
    const status = STATUSES.find((one) => one === searchParams.get('status')) ?? 'open';
    const lines = await caller.call(listBankLines, { page, pageSize, status });
    return { query, status, lines, booking: await bookingOf(caller, searchParams) };
  });

/** The movement that is booked by hand, with the customers to choose from or the invoices of the chosen one. */
async function bookingOf(caller: Caller, searchParams: URLSearchParams) {
  const lineId = searchParams.get('line');
  const accountId = searchParams.get('account');
  if (lineId === null) return null;
  const search = (searchParams.get('customer') ?? '').slice(0, 200);
  if (accountId !== null)
    return {
      lineId,
      search,
      customers: [],
      receivable: { accountId, ...(await caller.call(getReceivable, { accountId })) },
    };
  return { lineId, search, customers: (await caller.call(listPayers, { search })).items };
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const typed = (name: string) => String(form.get(name) ?? '').trim();
    const done = (what: string) => redirect(`${paths.providerBankStatements()}?done=${what}`);
    const [lineId, accountId] = [typed('lineId'), typed('accountId')];
    switch (form.get('intent')) {
      case 'accept':
      case 'book': {
        const allocation = form.get('intent') === 'accept' ? suggestedOf(form) : allocationOfForm(typed('allocation'));
        await caller.call(bookBankLine, { lineId, accountId, allocation });
        return done('booked');
      }
      case 'acceptReturn':
        await caller.call(bookBankReturn, { lineId, accountId, paymentId: typed('paymentId') });
        return done('returned');
      case 'ignore':
        await caller.call(ignoreBankLine, { lineId });
        return done('ignored');
      case 'reopen':
        await caller.call(reopenBankLine, { lineId });
        return done('reopened');
      default: {
        const file = form.get('file');
        if (!(file instanceof File) || file.name === '')
          throw new Refusal('input.invalid', {}, [{ path: 'file', code: 'input.required' }]);
        const columns = form.get('intent') === 'importWithColumns' ? { columns: columnsOf(form) } : {};
        const imported = await caller.call(importBankStatement, { file, ...columns });
        return { imported };
      }
    }
  });

/** The invoices of the suggestion that was accepted, as the page showed them. */
function suggestedOf(form: FormData) {
  const invoices = form.getAll('pays').map((pair) => {
    const [invoiceId = '', amount = ''] = String(pair).split(' ');
    return { invoiceId, amount };
  });
  return invoices.length === 0 ? { mode: 'none' as const } : { mode: 'chosen' as const, invoices };
}

function columnsOf(form: FormData) {
  const column = (name: string) => {
    const chosen = String(form.get(name) ?? '');
    return chosen === '' ? null : Number(chosen);
  };
  const date = column('date');
  if (date === null) throw new Refusal('input.invalid', {}, [{ path: 'date', code: 'input.required' }]);
  const [amount, credit, reference] = [column('amount'), column('credit'), column('reference')];
  if (amount === null && credit === null)
    throw new Refusal('input.invalid', {}, [{ path: 'amount', code: 'input.required' }]);
  return {
    date,
    amount,
    credit: amount === null ? credit : null,
    reference: reference === null ? [] : [reference],
    payerName: column('payerName'),
    payerIban: column('payerIban'),
    bankReference: column('bankReference'),
  };
}

const DONE = ['booked', 'returned', 'ignored', 'reopened'] as const;

/** Bank statements: what came in, whom it is probably from, and what it pays. */
export default function BankStatementsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const imported = actionData !== undefined && 'imported' in actionData ? actionData.imported : undefined;
  const { query, status, lines, booking } = loaderData;
  const line = booking === null ? undefined : lines.items.find(({ id }) => id === booking.lineId);
  const done = actionData === undefined ? DONE.find((one) => one === search.get('done')) : undefined;
  return (
    <>
      <PageHeader
        title={t('billing.provider.bank.title')}
        facts={[t('billing.provider.bank.waiting', { count: lines.openCount })]}
        crumbs={[
          { label: t('billing.provider.receivables.title'), to: paths.providerReceivables() },
          { label: t('billing.provider.bank.title') },
        ]}
      />
      <div className={css.page}>
        {done === undefined ? null : (
          <Notice meaning="good" live>
            {t(`billing.provider.bank.done.${done}`)}
          </Notice>
        )}
        {imported?.stored === true ? (
          <Notice meaning="good" live>
            {t('billing.provider.bank.imported', {
              added: imported.added,
              known: imported.known,
              skipped: imported.skipped,
            })}
          </Notice>
        ) : null}
        {booking !== null && line !== undefined ? (
          <BookLine
            line={line}
            customers={booking.customers}
            search={booking.search}
            receivable={booking.receivable}
            refused={refused}
          />
        ) : imported?.stored === false ? (
          <CsvColumnsForm csv={imported} refused={refused} />
        ) : (
          <ImportForm refused={refused} />
        )}
        <Section
          title={t('billing.provider.bank.lines')}
          frame="plain"
          actions={<StatusLinks statuses={STATUSES} current={status} />}
        >
          <BankLines lines={lines.items} status={status} />
          <Pagination page={query.page} pageSize={query.pageSize} total={lines.total} />
        </Section>
      </div>
    </>
  );
}
