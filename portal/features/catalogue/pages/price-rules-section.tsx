import { Form } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { PriceRuleRow } from '../prices/list-price-rules.ts';
import { PriceRuleForm } from './price-rule-form.tsx';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

export function PriceRules({ rules, refused }: { rules: readonly PriceRuleRow[]; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCatalogueLabels();
  const subjectOf = (rule: PriceRuleRow) =>
    rule.title ?? (rule.segment === null ? t('catalogue.rule.everything') : labels.segment(rule.segment));
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
                <SubmitButton appearance="quiet" name="send" value={rule.ruleId}>
                  {t('catalogue.rule.remove')}
                  <span className="spoken-only"> {subjectOf(rule)}</span>
                </SubmitButton>
              </Form>
            ),
          },
        ]}
      />
      <PriceRuleForm refused={refused} />
    </Section>
  );
}

function signOf(percent: string): 'more' | 'less' | 'same' {
  if (/^-?0+(\.0+)?$/.test(percent)) return 'same';
  return percent.startsWith('-') ? 'less' : 'more';
}
