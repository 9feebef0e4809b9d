import { Link } from 'react-router';
import type { ShownOffer } from '#features/catalogue/catalogue.ts';
import { useCatalogueLabels } from '#features/catalogue/catalogue-ui.ts';
import { Facts } from '#ui/facts.tsx';
import { formatCount } from '#ui/format.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import css from './product-page.module.css';

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
    <Section title={t('purchasing.product.about')}>
      {offer.about === null ? (
        <OriginalText text={text} language={product.descriptionLanguage} />
      ) : (
        <>
          <OwnWords about={offer.about} />
          {text === '' ? null : (
            <details>
              <summary>{t('purchasing.product.original')}</summary>
              <OriginalText text={text} language={product.descriptionLanguage} />
            </details>
          )}
        </>
      )}
      <Facts
        facts={[
          { term: t('purchasing.product.fact.plan'), value: offer.title },
          { term: t('purchasing.product.fact.segment'), value: labels.segment(offer.segment) },
          {
            term: t('purchasing.product.fact.seats'),
            value:
              seatCountMax === null
                ? t('purchasing.product.fact.seatsFrom', { min: formatCount(seatCountMin, locale) })
                : t('purchasing.product.fact.seatsBetween', {
                    min: formatCount(seatCountMin, locale),
                    max: formatCount(seatCountMax, locale),
                  }),
          },
          ...(ownedSeatCount === 0
            ? []
            : [
                {
                  term: t('purchasing.product.fact.owned'),
                  value: t('purchasing.product.fact.ownedSeats', {
                    count: ownedSeatCount,
                    seats: formatCount(ownedSeatCount, locale),
                  }),
                },
              ]),
          {
            term: t('purchasing.product.fact.ids'),
            value: <code>{`${offer.vendorProductId}:${offer.vendorSkuId}`}</code>,
          },
        ]}
      />
    </Section>
  );
}

/** The plan in our own words: what it is, what is included, for whom, how far it goes, what it needs. */
function OwnWords({ about }: { about: NonNullable<ShownOffer['about']> }) {
  const t = useT();
  return (
    <>
      <p>{about.what}</p>
      <h3>{t('catalogue.family.included')}</h3>
      <ul className={css.plans}>
        {about.included.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <Facts
        facts={[
          { term: t('catalogue.family.forWhom'), value: about.forWhom },
          { term: t('catalogue.family.limits'), value: about.limits },
          { term: t('catalogue.family.needs'), value: about.needs },
        ]}
      />
    </>
  );
}

/** The manufacturer's text, which says its language where it is not the reader's. */
function OriginalText({ text, language }: { text: string; language: Locale }) {
  const t = useT();
  const locale = useLocale();
  return (
    <>
      {text.split('\n').map((paragraph) => (
        <p key={paragraph} lang={language}>
          {paragraph}
        </p>
      ))}
      {text === '' || language === locale ? null : (
        <p className={css.language}>{t('purchasing.product.language', { language })}</p>
      )}
    </>
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
        <Notice
          meaning="attention"
          title={t('purchasing.product.need.segment', { segment: labels.segment(offer.segment) })}
        >
          {t('purchasing.product.need.segmentText')}
        </Notice>
      )}
      {offer.isTrial ? <Notice meaning="information">{t('purchasing.product.need.trial')}</Notice> : null}
      {offer.prerequisites.length === 0 ? null : (
        <Notice meaning="information" title={t('purchasing.product.need.plan')}>
          <ul className={css.plans}>
            {named.map(({ title, productId, vendorIds }) => (
              <li key={vendorIds}>
                <Link to={paths.product(productId)}>{title}</Link>
              </li>
            ))}
          </ul>
          {named.length < offer.prerequisites.length
            ? t('purchasing.product.need.otherPlans', { count: offer.prerequisites.length - named.length })
            : null}
        </Notice>
      )}
    </>
  );
}
