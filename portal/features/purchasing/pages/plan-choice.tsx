import { Link } from 'react-router';
import type { ShownOffer } from '#features/catalogue/catalogue.ts';
import { useCatalogueLabels } from '#features/catalogue/catalogue-ui.ts';
import { useT } from '#ui/i18n.ts';
import css from './product-page.module.css';

/** Plans that stand open; the rest is folded. */
const OPEN_MAX = 4;

/** The plans of the product as chips: each is a link to the page with it. */
export function PlanChoice({ offers, chosen }: { offers: readonly ShownOffer[]; chosen: ShownOffer }) {
  const t = useT();
  const [open, folded] = [offers.slice(0, OPEN_MAX), offers.slice(OPEN_MAX)];
  const isFoldOpen = folded.some(({ offerId }) => offerId === chosen.offerId);
  return (
    <nav className={css.plan} aria-label={t('purchasing.product.plan.choose')}>
      <Chips offers={open} chosen={chosen} />
      {folded.length === 0 ? null : (
        <details open={isFoldOpen}>
          <summary>{t('purchasing.product.plan.more', { count: folded.length })}</summary>
          <Chips offers={folded} chosen={chosen} />
        </details>
      )}
    </nav>
  );
}

function Chips({ offers, chosen }: { offers: readonly ShownOffer[]; chosen: ShownOffer }) {
  const t = useT();
  const labels = useCatalogueLabels();
  const labelOf = (offer: ShownOffer) =>
    t('purchasing.product.plan.label', {
      title: offer.title,
      kind: offer.isTrial ? 'trial' : offer.segment === 'commercial' ? 'plain' : 'segment',
      segment: labels.segment(offer.segment),
    });
  return (
    <ul className={css.chips}>
      {offers.map((offer) => (
        <li key={offer.offerId}>
          <Link
            to={`?offer=${offer.offerId}`}
            preventScrollReset
            aria-current={offer.offerId === chosen.offerId ? 'true' : undefined}
          >
            {labelOf(offer)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
