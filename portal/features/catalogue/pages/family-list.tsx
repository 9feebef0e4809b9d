import { Link } from 'react-router';
import { formatCount, formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import css from './families.module.css';
import { FamilyMark } from './family-mark.tsx';
import type { Family } from './family-plans.tsx';

/** The families of products, each with its drawing, its purpose and its lowest price. */
export function FamilyList({ families }: { families: readonly Family[] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <section aria-labelledby="families" className={css.section}>
      <h2 id="families">{t('catalogue.family.title')}</h2>
      <ul className={css.families}>
        {families.map(({ family, name, what, plans, fromPrice }) => {
          const ownedCount = plans.reduce((count, { ownedSeatCount }) => count + ownedSeatCount, 0);
          return (
            <li key={family} className={css.family}>
              <FamilyMark family={family} />
              <div className={css.words}>
                <h3>
                  <Link to={paths.productFamily(family)}>{name}</Link>
                </h3>
                <p>{what}</p>
                <p className={css.facts}>
                  {fromPrice === null
                    ? t('catalogue.family.plans', { count: plans.length })
                    : t('catalogue.family.plansFrom', {
                        count: plans.length,
                        amount: formatMoney(fromPrice, locale),
                      })}
                  {ownedCount === 0 ? null : (
                    <strong>
                      {' · '}
                      {t('catalogue.mark.owned', { count: ownedCount, seats: formatCount(ownedCount, locale) })}
                    </strong>
                  )}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
