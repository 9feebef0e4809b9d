import { Form, useSubmit } from 'react-router';
import type { ShownOffer } from '#features/catalogue/catalogue.ts';
import { useCatalogueLabels } from '#features/catalogue/catalogue-ui.ts';
import { Button } from '#ui/button.tsx';
import { useT } from '#ui/i18n.ts';
import { SelectField } from '#ui/select-field.tsx';
import css from './product-page.module.css';

/** Reloads the page with the chosen plan in its address; without a script its button does it. */
export function PlanChoice({ offers, chosen }: { offers: readonly ShownOffer[]; chosen: ShownOffer }) {
  const t = useT();
  const labels = useCatalogueLabels();
  const submit = useSubmit();
  const labelOf = (offer: ShownOffer) =>
    t('purchasing.product.plan.label', {
      title: offer.title,
      kind: offer.isTrial ? 'trial' : offer.segment === 'commercial' ? 'plain' : 'segment',
      segment: labels.segment(offer.segment),
    });
  return (
    <Form method="get" className={css.plan}>
      <SelectField
        key={chosen.offerId}
        name="offer"
        label={t('purchasing.product.plan.choose')}
        defaultValue={chosen.offerId}
        options={offers.map((offer) => ({ value: offer.offerId, label: labelOf(offer) }))}
        onValue={(offer) => submit({ offer }, { method: 'get', preventScrollReset: true })}
      />
      <noscript>
        <Button type="submit">{t('purchasing.product.plan.show')}</Button>
      </noscript>
    </Form>
  );
}
