import { redirect } from 'react-router';
import { getProduct } from '#features/catalogue/catalogue.ts';
import { useCatalogueLabels } from '#features/catalogue/catalogue-ui.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { readAnswers } from '#ui/order-form-fields.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { addLine } from '../cart/add-line.ts';
import type { Route } from './+types/product-page.ts';
import { PlanChoice } from './plan-choice.tsx';
import { ProductDescription } from './product-description.tsx';
import css from './product-page.module.css';
import { ANSWER_PREFIX, PurchaseForm } from './purchase-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const product = await caller.call(getProduct, { productId: args.params.productId, locale: caller.locale });
    const search = new URL(args.request.url).searchParams;
    const offerId = search.get('offer');
    const chosen = product.offers.find((offer) => offer.offerId === offerId) ?? product.offers[0];
    return { product, chosen, wanted: search.get('option') };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const [termDuration = '', billingCycle = ''] = String(form.get('option') ?? '').split('/');
    if (billingCycle === '') throw new Refusal('input.invalid', {}, [{ path: 'option', code: 'input.required' }]);
    const answers = readAnswers(form, ANSWER_PREFIX);
    await caller.call(addLine, {
      offerId: String(form.get('offerId') ?? ''),
      termDuration,
      billingCycle,
      seatCount: numberIn(form, 'seatCount'),
      ...(answers && { answers }),
    });
    return redirect(`${paths.cart()}?done=added`);
  });

/**
 * The variants and the description on the left; on the right a box that stays in view: options, licences and total.
 */
export default function ProductPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const labels = useCatalogueLabels();
  const refused = useRefusedForm(actionData);
  const { product, chosen } = loaderData;
  return (
    <>
      <PageHeader
        title={product.title}
        facts={[labels.category(product.category), ...(product.publisher === '' ? [] : [product.publisher])]}
        crumbs={[{ label: t('catalogue.marketplace.title'), to: paths.marketplace() }, { label: product.title }]}
      />
      {chosen === undefined ? null : <PurchaseSteps current="option" />}
      {chosen === undefined ? (
        <Notice meaning="information" title={t('purchasing.product.notSold')} />
      ) : (
        <div className={css.page}>
          <div className={css.text}>
            {product.offers.length > 1 ? <PlanChoice offers={product.offers} chosen={chosen} /> : null}
            <ProductDescription offer={chosen} product={product} />
          </div>
          <div className={css.order}>
            <PurchaseForm key={chosen.offerId} offer={chosen} refused={refused} wanted={loaderData.wanted} />
          </div>
        </div>
      )}
    </>
  );
}
