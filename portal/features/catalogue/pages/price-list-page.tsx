import { redirect } from 'react-router';
import type { z } from 'zod';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { getPriceHoldLimit } from '../import/get-price-hold-limit.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { listPriceImports } from '../import/list-price-imports.ts';
import { setPriceHoldLimit } from '../import/set-price-hold-limit.ts';
import { listPriceRules } from '../prices/list-price-rules.ts';
import { PRICE_BASES } from '../prices/price-rules.ts';
import { removePriceRule } from '../prices/remove-price-rule.ts';
import { setPriceRule } from '../prices/set-price-rule.ts';
import type { Route } from './+types/price-list-page.ts';
import { HoldLimitForm } from './hold-limit-form.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportHistory } from './import-history.tsx';
import css from './price-list-page.module.css';
import { PriceRules } from './price-rules-section.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['importedAt'] });
    const { page, pageSize } = query;
    return {
      query,
      imports: await caller.call(listPriceImports, { page, pageSize }),
      holdLimit: await caller.call(getPriceHoldLimit, {}),
      rules: (await caller.call(listPriceRules, { pageSize: PAGE_SIZE_MAX })).items,
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
        const holdsOn = typed('holdsOn');
        const { importId } = await caller.call(importPriceSheet, {
          file,
          isDraft: true,
          isComplete: form.get('isComplete') !== null,
          ...(market === '' ? {} : { market }),
          ...(holdsOn === '' ? {} : { holdsOn }),
        });
        return redirect(paths.providerPriceImport(importId ?? ''));
      }
      case 'setHoldLimit':
        await caller.call(setPriceHoldLimit, { percent: typed('percent') });
        return redirect(paths.providerPriceList());
      case 'setRule':
        await caller.call(setPriceRule, ruleFrom(typed));
        return redirect(paths.providerPriceList());
      default:
        await caller.call(removePriceRule, { ruleId: typed('ruleId') });
        return redirect(paths.providerPriceList());
    }
  });

/** The fields of the form that the scope needs. */
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
  const refused = useRefusedForm(actionData);
  const isOf = (intent: string) => (refused.typed('intent') === intent ? refused : NOTHING_REFUSED);
  return (
    <>
      <PageHeader title={t('catalogue.priceList.title')} facts={[t('catalogue.priceList.intro')]} />
      <div className={css.page}>
        <ImportForm refused={isOf('import')} />
        <HoldLimitForm percent={loaderData.holdLimit.percent} refused={isOf('setHoldLimit')} />
        <PriceRules rules={loaderData.rules} refused={isOf('setRule')} />
        <ImportHistory imports={loaderData.imports} query={loaderData.query} />
      </div>
    </>
  );
}

const NOTHING_REFUSED: RefusedForm = { errors: [], errorOf: () => undefined, typed: () => undefined };
