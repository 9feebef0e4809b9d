import { Form, redirect } from 'react-router';
import type { z } from 'zod';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { Field, fieldAttributes } from '#ui/field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount, formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { TextField } from '#ui/text-field.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { importPriceSheet, type PriceSheetReport } from '../import/import-price-sheet.ts';
import { listPriceImports } from '../import/list-price-imports.ts';
import type { RejectedRow } from '../import/price-sheet-row.ts';
import { listPriceRules } from '../prices/list-price-rules.ts';
import { PRICE_BASES, PRICE_RULE_SCOPES } from '../prices/price-rules.ts';
import { removePriceRule } from '../prices/remove-price-rule.ts';
import { setPriceRule } from '../prices/set-price-rule.ts';
import type { Route } from './+types/price-list-page.ts';
import { useCatalogueWords } from './catalogue-labels.ts';
import css from './price-list-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['importedAt'] });
    const { page, pageSize } = query;
    return {
      query,
      ...(await caller.call(listPriceImports, { page, pageSize })),
      ...(await caller.call(listPriceRules, {})),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const typed = (name: string) => String(form.get(name) ?? '').trim();
    switch (form.get('intent')) {
      case 'import': {
        const file = form.get('file');
        if (!(file instanceof File) || file.name === '')
          throw new Refusal('input.invalid', {}, [{ path: 'file', code: 'input.required' }]);
        const market = typed('market');
        const isDryRun = form.get('isDryRun') !== null;
        return {
          fileName: file.name,
          report: await caller.call(importPriceSheet, { file, isDryRun, ...(market === '' ? {} : { market }) }),
        };
      }
      case 'setRule':
        await caller.call(setPriceRule, ruleFrom(typed));
        return redirect(paths.providerPriceList());
      default:
        await caller.call(removePriceRule, { ruleId: typed('ruleId') });
        return redirect(paths.providerPriceList());
    }
  });

/** Of the form's fields those that the scope asks for. */
function ruleFrom(typed: (name: string) => string): z.input<typeof setPriceRule.input> {
  const price = { base: PRICE_BASES.find((base) => base === typed('base')) ?? 'retail', percent: typed('percent') };
  const vendorProductId = typed('vendorProductId');
  switch (typed('scope')) {
    case 'segment':
      return { ...price, scope: 'segment', segment: typed('segment') };
    case 'product':
      return { ...price, scope: 'product', vendorProductId };
    case 'offer':
      return { ...price, scope: 'offer', vendorProductId, vendorSkuId: typed('vendorSkuId') };
    default:
      return { ...price, scope: 'everything' };
  }
}

export default function PriceListPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(
    actionData !== undefined && 'refusal' in actionData ? actionData : undefined,
    'provider',
  );
  const done = actionData !== undefined && 'report' in actionData ? actionData : undefined;
  const isOf = (intent: string) => (refused.typed('intent') === intent ? refused : NOTHING_REFUSED);
  return (
    <>
      <PageHeader title={t('catalogue.priceList.title')} facts={[t('catalogue.priceList.intro')]} />
      <div className={css.page}>
        {done === undefined ? null : <Report fileName={done.fileName} report={done.report} />}
        <ImportForm refused={isOf('import')} />
        <Rules rules={loaderData.rules} refused={isOf('setRule')} />
        <History loaderData={loaderData} />
      </div>
    </>
  );
}

const NOTHING_REFUSED: RefusedForm = { errors: [], errorOf: () => undefined, typed: () => undefined };

function ImportForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  const file = {
    name: 'file',
    label: t('catalogue.import.file'),
    description: t('catalogue.import.fileHelp'),
    error: refused.errorOf('file'),
  };
  return (
    <Section title={t('catalogue.import.title')}>
      <Form method="post" encType="multipart/form-data" className={css.form}>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value="import" />
        <Field field={file}>
          <input {...fieldAttributes(file)} type="file" accept=".csv,.txt,.zip" />
        </Field>
        <TextField
          name="market"
          label={t('catalogue.import.market')}
          description={t('catalogue.import.marketHelp')}
          defaultValue={refused.typed('market')}
          error={refused.errorOf('market')}
          maxLength={2}
          optional
        />
        <CheckboxField
          name="isDryRun"
          label={t('catalogue.import.dryRun')}
          description={t('catalogue.import.dryRunHelp')}
          defaultChecked={refused.typed('isDryRun') !== undefined}
        />
        <div>
          <SubmitButton name="send" value="import">
            {t('catalogue.import.submit')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function Report({ fileName, report }: { fileName: string; report: PriceSheetReport }) {
  const t = useT();
  const locale = useLocale();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Section title={t('catalogue.report.title', { fileName })}>
      <Notice
        live
        meaning={report.rejectedCount > 0 ? 'attention' : 'good'}
        title={
          report.isDryRun
            ? t('catalogue.report.dryRun', { count: report.imported })
            : t('catalogue.report.done', { count: report.imported })
        }
      />
      <Facts
        facts={[
          { term: t('catalogue.report.rowsRead'), value: count(report.rowsRead) },
          { term: t('catalogue.report.imported'), value: count(report.imported) },
          { term: t('catalogue.report.unchanged'), value: count(report.unchanged) },
          { term: t('catalogue.report.duplicates'), value: count(report.duplicates) },
          { term: t('catalogue.report.offersAdded'), value: count(report.offersAdded) },
          { term: t('catalogue.report.rejected'), value: count(report.rejectedCount) },
        ]}
      />
      <RejectedRows rejected={report.rejected} rejectedCount={report.rejectedCount} />
    </Section>
  );
}

function RejectedRows({ rejected, rejectedCount }: { rejected: readonly RejectedRow[]; rejectedCount: number }) {
  const t = useT();
  const locale = useLocale();
  if (rejected.length === 0) return null;
  return (
    <details>
      <summary>{t('catalogue.report.rows', { count: rejectedCount })}</summary>
      <ol className={css.rejected}>
        {rejected.map(({ line, reason, value }) => (
          <li key={line}>
            <strong>{t('catalogue.report.line', { line: formatCount(line, locale) })}</strong>{' '}
            {t(`catalogue.reject.${reason}`)}
            {value === '' ? null : <code> {value}</code>}
          </li>
        ))}
      </ol>
      {rejected.length < rejectedCount ? (
        <p>{t('catalogue.report.more', { count: rejectedCount - rejected.length })}</p>
      ) : null}
    </details>
  );
}

type Loaded = Route.ComponentProps['loaderData'];

function Rules({ rules, refused }: { rules: Loaded['rules']; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const words = useCatalogueWords();
  const subjectOf = (rule: Loaded['rules'][number]) =>
    rule.title ?? (rule.segment === null ? t('catalogue.rule.everything') : words.segment(rule.segment));
  const percentOf = (percent: string) => (locale === 'it' ? percent.replace('.', ',') : percent);
  return (
    <Section title={t('catalogue.rules.title')} intro={t('catalogue.rules.intro')}>
      <DataTable
        caption={t('catalogue.rules.title')}
        rows={rules}
        rowKey={(rule) => rule.ruleId}
        empty={<EmptyState title={t('catalogue.rules.empty')}>{t('catalogue.rules.emptyText')}</EmptyState>}
        columns={[
          { key: 'subject', header: t('catalogue.rules.subject'), cell: subjectOf },
          { key: 'scope', header: t('catalogue.rules.scope'), cell: (rule) => t(`catalogue.rule.scope.${rule.scope}`) },
          {
            key: 'price',
            header: t('catalogue.rules.price'),
            cell: (rule) =>
              t('catalogue.rule.price', {
                base: rule.base,
                sign: signOf(rule.percent),
                percent: percentOf(rule.percent.replace('-', '')),
              }),
          },
          {
            key: 'remove',
            header: t('catalogue.rules.action'),
            align: 'end',
            phone: 'end',
            cell: (rule) => (
              <Form method="post">
                <input type="hidden" name="intent" value="removeRule" />
                <input type="hidden" name="ruleId" value={rule.ruleId} />
                <SubmitButton variant="quiet" name="send" value={rule.ruleId}>
                  {t('catalogue.rule.remove')}
                  <span className="spoken-only"> {subjectOf(rule)}</span>
                </SubmitButton>
              </Form>
            ),
          },
        ]}
      />
      <RuleForm refused={refused} />
    </Section>
  );
}

function RuleForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  const words = useCatalogueWords();
  const segments = ['commercial', 'education', 'government', 'charity'];
  return (
    <Form method="post" className={css.form}>
      <h3>{t('catalogue.rule.new')}</h3>
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="intent" value="setRule" />
      <div className={css.row}>
        <SelectField
          name="scope"
          label={t('catalogue.rule.for')}
          defaultValue={refused.typed('scope')}
          options={PRICE_RULE_SCOPES.map((scope) => ({ value: scope, label: t(`catalogue.rule.scope.${scope}`) }))}
        />
        <SelectField
          name="segment"
          label={t('catalogue.rule.segment')}
          optional
          defaultValue={refused.typed('segment') ?? 'commercial'}
          error={refused.errorOf('segment')}
          options={segments.map((segment) => ({ value: segment, label: words.segment(segment) }))}
        />
        <TextField
          name="vendorProductId"
          label={t('catalogue.rule.productId')}
          optional
          defaultValue={refused.typed('vendorProductId')}
          error={refused.errorOf('vendorProductId')}
        />
        <TextField
          name="vendorSkuId"
          label={t('catalogue.rule.skuId')}
          optional
          defaultValue={refused.typed('vendorSkuId')}
          error={refused.errorOf('vendorSkuId')}
        />
      </div>
      <div className={css.row}>
        <SelectField
          name="base"
          label={t('catalogue.rule.base')}
          defaultValue={refused.typed('base')}
          options={PRICE_BASES.map((base) => ({ value: base, label: t(`catalogue.rule.base.${base}`) }))}
        />
        <TextField
          name="percent"
          label={t('catalogue.rule.percent')}
          description={t('catalogue.rule.percentHelp')}
          defaultValue={refused.typed('percent')}
          error={refused.errorOf('percent')}
          suffix="%"
        />
      </div>
      <div>
        <SubmitButton variant="secondary" name="send" value="setRule">
          {t('catalogue.rule.submit')}
        </SubmitButton>
      </div>
    </Form>
  );
}

function History({ loaderData: { imports, total, query } }: { loaderData: Loaded }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Section title={t('catalogue.history.title')} frame="plain">
      <DataTable
        caption={t('catalogue.history.title')}
        rows={imports}
        rowKey={(row) => row.importId}
        query={query}
        total={total}
        empty={<EmptyState title={t('catalogue.history.empty')}>{t('catalogue.history.emptyText')}</EmptyState>}
        columns={[
          {
            key: 'importedAt',
            header: t('catalogue.history.when'),
            cell: (row) => formatInstant(row.importedAt, timeZone, locale, 'short'),
          },
          {
            key: 'fileName',
            header: t('catalogue.history.file'),
            cell: (row) => (
              <div className={css.file}>
                {row.fileName}
                <RejectedRows rejected={row.rejected} rejectedCount={row.rejectedCount} />
              </div>
            ),
          },
          { key: 'market', header: t('catalogue.history.market'), cell: (row) => row.market },
          {
            key: 'rowsRead',
            header: t('catalogue.history.rowsRead'),
            align: 'end',
            cell: (row) => count(row.rowsRead),
          },
          {
            key: 'imported',
            header: t('catalogue.history.imported'),
            align: 'end',
            cell: (row) => count(row.imported),
          },
          {
            key: 'unchanged',
            header: t('catalogue.history.unchanged'),
            align: 'end',
            cell: (row) => count(row.unchanged),
          },
          {
            key: 'rejected',
            header: t('catalogue.history.rejected'),
            align: 'end',
            cell: (row) => count(row.rejectedCount),
          },
        ]}
      />
    </Section>
  );
}

function signOf(percent: string): 'more' | 'less' | 'same' {
  if (/^-?0+(\.0+)?$/.test(percent)) return 'same';
  return percent.startsWith('-') ? 'less' : 'more';
}
