import { Form } from 'react-router';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { PRICE_BASES, PRICE_RULE_SCOPES } from '../prices/price-rules.ts';
import css from './price-list-page.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

const SEGMENTS = ['commercial', 'education', 'government', 'charity'];

export function PriceRuleForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  const labels = useCatalogueLabels();
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
          options={SEGMENTS.map((segment) => ({ value: segment, label: labels.segment(segment) }))}
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
        <SubmitButton appearance="secondary" name="send" value="setRule">
          {t('catalogue.rule.submit')}
        </SubmitButton>
      </div>
    </Form>
  );
}
