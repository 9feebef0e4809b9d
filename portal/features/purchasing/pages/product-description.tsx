import { Link } from 'react-router';
import { Facts } from '#ui/facts.tsx';
import { formatCount } from '#ui/format.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { ShownOffer } from '../get-product.ts';
import css from './product-page.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

type ProductDescriptionProps = { offer: ShownOffer; product: { description: string; descriptionLanguage: Locale } };

/** The plan in words and facts, and what must be there before it can be bought. */
export function ProductDescription({ offer, product }: ProductDescriptionProps) {
  return (
    <>
      <Description offer={offer} product={product} />
      <Requirements offer={offer} />
    </>
  );
}

function Description({ offer, product }: ProductDescriptionProps) {
  const t = useT();
  const locale = useLocale();
  const labels = useCatalogueLabels();
  const { seatCountMin, seatCountMax, ownedSeatCount } = offer;
  const text = offer.description || product.description;
  return (
    <Section title={t('catalogue.product.about')}>
      {text.split('\n').map((paragraph) => (
        <p key={paragraph} lang={product.descriptionLanguage}>
          {paragraph}
        </p>
      ))}
      {text === '' || product.descriptionLanguage === locale ? null : (
        <p className={css.language}>{t('catalogue.product.language', { language: product.descriptionLanguage })}</p>
      )}
      <Facts
        facts={[
          { term: t('catalogue.fact.plan'), value: offer.title },
          { term: t('catalogue.fact.segment'), value: labels.segment(offer.segment) },
          {
            term: t('catalogue.fact.seats'),
            value:
              seatCountMax === null
                ? t('catalogue.fact.seatsFrom', { min: formatCount(seatCountMin, locale) })
                : t('catalogue.fact.seatsBetween', {
                    min: formatCount(seatCountMin, locale),
                    max: formatCount(seatCountMax, locale),
                  }),
          },
          ...(ownedSeatCount === 0
            ? []
            : [
                {
                  term: t('catalogue.fact.owned'),
                  value: t('catalogue.fact.ownedSeats', {
                    count: ownedSeatCount,
                    seats: formatCount(ownedSeatCount, locale),
                  }),
                },
              ]),
          { term: t('catalogue.fact.ids'), value: <code>{`${offer.vendorProductId}:${offer.vendorSkuId}`}</code> },
        ]}
      />
    </Section>
  );
}

/** Conditions of a purchase: a qualification of the tenant, another plan. */
function Requirements({ offer }: { offer: ShownOffer }) {
  const t = useT();
  const labels = useCatalogueLabels();
  const named = offer.prerequisites.flatMap(({ title, productId, vendorIds }) =>
    title === null || productId === null ? [] : [{ title, productId, vendorIds }],
  );
  return (
    <>
      {offer.segment === 'commercial' ? null : (
        <Notice meaning="attention" title={t('catalogue.need.segment', { segment: labels.segment(offer.segment) })}>
          {t('catalogue.need.segmentText')}
        </Notice>
      )}
      {offer.isTrial ? <Notice meaning="information">{t('catalogue.need.trial')}</Notice> : null}
      {offer.prerequisites.length === 0 ? null : (
        <Notice meaning="information" title={t('catalogue.need.plan')}>
          <ul className={css.plans}>
            {named.map(({ title, productId, vendorIds }) => (
              <li key={vendorIds}>
                <Link to={paths.product(productId)}>{title}</Link>
              </li>
            ))}
          </ul>
          {named.length < offer.prerequisites.length
            ? t('catalogue.need.otherPlans', { count: offer.prerequisites.length - named.length })
            : null}
        </Notice>
      )}
    </>
  );
}
