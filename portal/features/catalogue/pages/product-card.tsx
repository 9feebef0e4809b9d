import { Link } from 'react-router';
import { formatCount } from '#ui/format.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import type { LowestPrice } from '../prices/lowest-prices.ts';
import css from './marketplace-page.module.css';

type ProductCardProps = {
  /** Absent for a preview: there is nothing to open. */
  to?: string;
  /** The language of the title, where it is not that of the page. */
  titleLanguage?: Locale;
  product: Readonly<{
    title: string;
    description: string;
    descriptionLanguage: Locale;
    fromPrice: LowestPrice | null;
    hasTrial: boolean;
    isAddOn: boolean;
    ownedSeatCount: number;
  }>;
};

/** A product in the marketplace: its name, one line, what marks it, and the lowest price. */
export function ProductCard({ to, titleLanguage, product }: ProductCardProps) {
  return (
    <>
      <h3 lang={titleLanguage}>{to === undefined ? product.title : <Link to={to}>{product.title}</Link>}</h3>
      <Marks product={product} />
      <p className={css.description} lang={product.descriptionLanguage}>
        {product.description}
      </p>
      <p className={css.price}>
        <FromPrice price={product.fromPrice} hasTrial={product.hasTrial} />
      </p>
    </>
  );
}

function Marks({ product }: Pick<ProductCardProps, 'product'>) {
  const t = useT();
  const locale = useLocale();
  const { hasTrial, isAddOn, ownedSeatCount } = product;
  if (!hasTrial && !isAddOn && ownedSeatCount === 0) return null;
  return (
    <ul className={css.marks}>
      {ownedSeatCount === 0 ? null : (
        <li data-mark="owned">
          {t('catalogue.mark.owned', { count: ownedSeatCount, seats: formatCount(ownedSeatCount, locale) })}
        </li>
      )}
      {hasTrial ? <li>{t('catalogue.mark.trial')}</li> : null}
      {isAddOn ? <li>{t('catalogue.mark.addOn')}</li> : null}
    </ul>
  );
}

function FromPrice({ price, hasTrial }: { price: LowestPrice | null; hasTrial: boolean }) {
  const t = useT();
  if (price === null) return hasTrial ? t('catalogue.price.onlyTrial') : t('catalogue.price.none');
  if (Number(price.price.amount) === 0) return t('catalogue.price.free');
  return (
    <>
      {t('catalogue.price.from')} <strong>{<Money value={price.price} />}</strong>{' '}
      {t(`catalogue.price.per.${price.per}`)}
    </>
  );
}
