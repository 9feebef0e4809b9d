import { Link, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { correctCredit } from '../correct-credit.ts';
import { listCustomerCredit } from '../list-customer-credit.ts';
import { quoteCreditCorrection } from '../quote-credit-correction.ts';
import { quoteTopUp } from '../quote-top-up.ts';
import { topUpCredit } from '../top-up-credit.ts';
import type { Route } from './+types/customer-credit-page.ts';
import { CorrectionSummary } from './correction-section.tsx';
import css from './credit.module.css';
import { CreditEntriesTable } from './credit-entries-table.tsx';
import { TopUpForm, TopUpSummary } from './top-up-section.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    const { searchParams } = new URL(args.request.url);
    const query = readTableQuery(searchParams, { sortKeys: ['createdAt'] });
    const { page, pageSize } = query;
    const entryId = searchParams.get('correct');
    return {
      query,
      credit: await caller.call(listCustomerCredit, { accountId, page, pageSize }),
      correction: entryId === null ? null : await caller.call(quoteCreditCorrection, { accountId, entryId }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    const done = (what: string) => redirect(`${paths.providerCustomerCredit(accountId)}?done=${what}`);
    switch (form.get('intent')) {
      case 'topUp': {
        const [entryId, amount, note] = [typed('entryId'), typed('amount'), typed('note')];
        const balanceBefore = typed('balanceBefore');
        const { isAgain } = await caller.call(topUpCredit, { accountId, entryId, amount, note, balanceBefore });
        return done(isAgain ? 'toppedUpAgain' : 'toppedUp');
      }
      case 'correct': {
        await caller.call(correctCredit, {
          accountId,
          entryId: typed('entryId'),
          reason: typed('reason'),
          balanceBefore: typed('balanceBefore'),
          acceptsBelowZero: form.get('acceptsBelowZero') !== null,
        });
        return done('corrected');
      }
      default: {
        const quote = await caller.call(quoteTopUp, { accountId, amount: typed('amount') });
        return { quote: { ...quote, note: typed('note').trim() } };
      }
    }
  });

const DONE = ['toppedUp', 'toppedUpAgain', 'corrected'] as const;

/** The prepaid credit of one customer: every entry, and the two acts that change it, each shown before it is booked. */
export default function CustomerCreditPage({ loaderData, actionData, params }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const quote = actionData !== undefined && 'quote' in actionData ? actionData.quote : undefined;
  const { accountId } = params;
  const { credit, correction, query } = loaderData;
  const { balance, currency, accountName } = credit;
  const done = actionData === undefined ? DONE.find((one) => one === search.get('done')) : undefined;
  const shownBalance = formatMoney({ amount: balance, currency }, locale);
  return (
    <>
      <PageHeader
        title={t('billing.credit.title')}
        facts={[accountName, t('billing.credit.balanceIs', { balance: shownBalance })]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: accountName, to: paths.providerCustomer(accountId) },
          { label: t('billing.credit.title') },
        ]}
      />
      <div className={css.page}>
        {done === undefined ? null : (
          <Notice meaning={done === 'toppedUpAgain' ? 'information' : 'good'} live>
            {t(`billing.provider.credit.done.${done}`, { balance: shownBalance })}
          </Notice>
        )}
        {correction?.isCorrected === true ? (
          <Notice meaning="information">{t('billing.provider.credit.correctedAlready')}</Notice>
        ) : correction !== null ? (
          <CorrectionSummary accountId={accountId} quote={correction} refused={refused} />
        ) : quote !== undefined ? (
          <TopUpSummary accountId={accountId} quote={quote} />
        ) : (
          <TopUpForm currency={currency} refused={refused} />
        )}
        <Section title={t('billing.credit.entries')} frame="plain">
          <CreditEntriesTable
            entries={credit.items}
            total={credit.total}
            currency={currency}
            query={query}
            orderPath={paths.providerOrder}
            asideOf={({ note, personName }) =>
              note === null && personName === null ? null : (
                <span className={css.aside}>{[note, personName].filter((part) => part !== null).join(' · ')}</span>
              )
            }
            more={[
              {
                key: 'correct',
                header: t('billing.provider.credit.act'),
                cell: (entry) =>
                  entry.kind === 'topUp' && !entry.isCorrected ? (
                    <Link to={`${paths.providerCustomerCredit(accountId)}?correct=${entry.id}`}>
                      {t('billing.provider.credit.correct')}
                    </Link>
                  ) : null,
              },
            ]}
          />
        </Section>
      </div>
    </>
  );
}
