import { type Locale, useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import type { OwnService } from '../own-services/get-own-service.ts';
import market from './marketplace-page.module.css';
import css from './own-services.module.css';
import { ProductCard } from './product-card.tsx';

/** The service as customers find it in the marketplace, in each of its languages. */
export function OwnServicePreview({ service }: { service: OwnService }) {
  const t = useT();
  return (
    <Section title={t('catalogue.provider.own.preview')} intro={t('catalogue.provider.own.previewIntro')} frame="plain">
      <div className={css.previews}>
        <Preview language="it" title={service.titleIt} paragraphs={service.descriptionIt} service={service} />
        {service.titleEn === null ? null : (
          <Preview language="en" title={service.titleEn} paragraphs={service.descriptionEn} service={service} />
        )}
      </div>
    </Section>
  );
}

type PreviewProps = { language: Locale; title: string; paragraphs: readonly string[]; service: OwnService };

function Preview({ language, title, paragraphs, service: { fromPrice } }: PreviewProps) {
  const [first = '', ...others] = paragraphs;
  const product = {
    title,
    description: first,
    descriptionLanguage: language,
    fromPrice,
    hasTrial: false,
    isAddOn: false,
    ownedSeatCount: 0,
  };
  return (
    <div className={css.preview}>
      <p className={css.language}>{language === 'it' ? 'Italiano' : 'English'}</p>
      <div className={market.card}>
        <ProductCard product={product} titleLanguage={language} />
      </div>
      {others.length === 0 ? null : (
        <div className={css.text} lang={language}>
          {others.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      )}
    </div>
  );
}
