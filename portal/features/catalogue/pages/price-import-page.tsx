import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { decideHeldPrices } from '../import/decide-held-prices.ts';
import { discardPriceImport } from '../import/discard-price-import.ts';
import { getPriceImport } from '../import/get-price-import.ts';
import { listPriceChanges } from '../import/list-price-changes.ts';
import { listTouchedRenewals } from '../import/list-touched-renewals.ts';
import { publishPriceImport } from '../import/publish-price-import.ts';
import { rollBackPriceImport } from '../import/roll-back-price-import.ts';
import type { Route } from './+types/price-import-page.ts';
import { ImportStatus } from './import-status.tsx';
import { kindOf } from './price-change-filter.ts';
import { PriceChanges } from './price-changes.tsx';
import css from './price-list-page.module.css';
import { RejectedRows } from './rejected-rows.tsx';
import { TouchedRenewals } from './touched-renewals.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { importId } = args.params;
    const parameters = new URL(args.request.url).searchParams;
    const query = readTableQuery(parameters, { sortKeys: ['title'], filterNames: ['kind'] });
    const { page, pageSize } = query;
    return {
      query,
      imported: await caller.call(getPriceImport, { importId }),
      changes: await caller.call(listPriceChanges, { importId, page, pageSize, ...kindOf(query.filters) }),
      touched: await caller.call(listTouchedRenewals, { importId, pageSize: 50 }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { importId } = args.params;
    const decision = form.get('decision');
    switch (form.get('intent')) {
      case 'publish':
        await caller.call(publishPriceImport, { importId });
        break;
      case 'discard':
        await caller.call(discardPriceImport, { importId });
        return redirect(paths.providerPriceList());
      case 'rollBack':
        await caller.call(rollBackPriceImport, { importId });
        break;
      default: {
        const keys = form.getAll('selected').map(String);
        await caller.call(decideHeldPrices, {
          importId,
          keys,
          decision: decision === 'released' ? 'released' : 'declined',
        });
      }
    }
    return redirect(paths.providerPriceImport(importId));
  });

/** What a price sheet changes, before it is published and after. */
export default function PriceImportPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { imported, changes, touched, query } = loaderData;
  return (
    <>
      <PageHeader
        title={t('catalogue.preview.title', { fileName: imported.fileName })}
        status={<ImportStatus status={imported.status} />}
        facts={[
          t('catalogue.preview.market', { market: imported.market }),
          <DateText key="read" at={imported.importedAt} withTime />,
        ]}
        crumbs={[
          { label: t('catalogue.priceList.title'), to: paths.providerPriceList() },
          { label: imported.fileName },
        ]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        {imported.status === 'draft' ? <DraftActions /> : null}
        <Summary imported={imported} touchedCount={touched.total} />
        <PriceChanges changes={changes} query={query} imported={imported} />
        <TouchedRenewals touched={touched} />
        {imported.status === 'published' && imported.kinds.length > 0 ? <RollBack /> : null}
      </div>
    </>
  );
}

type Imported = Route.ComponentProps['loaderData']['imported'];

function DraftActions() {
  const t = useT();
  return (
    <Notice
      meaning="attention"
      title={t('catalogue.preview.draft')}
      action={
        <Form method="post" className={css.buttons}>
          <SubmitButton name="intent" value="publish">
            {t('catalogue.preview.publish')}
          </SubmitButton>
          <SubmitButton name="intent" value="discard" appearance="secondary">
            {t('catalogue.preview.discard')}
          </SubmitButton>
        </Form>
      }
    >
      {t('catalogue.preview.draftText')}
    </Notice>
  );
}

function Summary({ imported, touchedCount }: { imported: Imported; touchedCount: number }) {
  const t = useT();
  const locale = useLocale();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Section title={t('catalogue.preview.summary')}>
      <Facts
        facts={[
          ...(imported.holdsFrom === null
            ? []
            : [{ term: t('catalogue.import.holdsOn'), value: <DateText at={imported.holdsFrom} withTime /> }]),
          ...imported.kinds.map(({ kind, count: changed }) => ({
            term: t(`catalogue.preview.${kind}`),
            value: count(changed),
          })),
          { term: t('catalogue.preview.withdrawn'), value: count(imported.withdrawnCount) },
          { term: t('catalogue.preview.waiting'), value: count(imported.waitingCount) },
          { term: t('catalogue.preview.touched'), value: count(touchedCount) },
          { term: t('catalogue.report.unchanged'), value: count(imported.unchanged) },
          { term: t('catalogue.report.offersAdded'), value: count(imported.offersAdded) },
          { term: t('catalogue.report.rowsRead'), value: count(imported.rowsRead) },
          { term: t('catalogue.report.rejected'), value: count(imported.rejectedCount) },
        ]}
      />
      <RejectedRows rejected={imported.rejected} rejectedCount={imported.rejectedCount} />
    </Section>
  );
}

function RollBack() {
  const t = useT();
  return (
    <Section title={t('catalogue.preview.rollBack')}>
      <p>{t('catalogue.preview.rollBackText')}</p>
      <Form method="post">
        <SubmitButton name="intent" value="rollBack" appearance="secondary">
          {t('catalogue.preview.rollBack')}
        </SubmitButton>
      </Form>
    </Section>
  );
}
