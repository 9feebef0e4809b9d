import { Link, useSearchParams } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { formatCount, formatMoney, type MoneyValue } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { withParameters } from '#ui/table-query.ts';
import type { FamilyKey } from '../families/families.ts';
import css from './families.module.css';
import { FamilyMark } from './family-mark.tsx';

type Option = Readonly<{
  termDuration: string;
  billingCycle: string;
  pricePerMonth: MoneyValue | null;
  pricePerTerm: MoneyValue;
  surchargePercent: string | null;
}>;
type Plan = Readonly<{
  plan: string;
  productId: string;
  offerId: string;
  title: string;
  what: string;
  included: readonly string[];
  forWhom: string;
  limits: string;
  needs: string;
  isAddOn: boolean;
  ownedSeatCount: number;
  options: readonly Option[];
}>;
/** A family with its plans, and its lowest price by the month. */
export type Family = Readonly<{
  family: FamilyKey;
  name: string;
  what: string;
  plans: readonly Plan[];
  fromPrice: MoneyValue | null;
}>;

/** The three ways to pay of the guide, in the address as term and billing cycle. */
export const WAYS_TO_PAY = ['P1Y/annual', 'P1Y/monthly', 'P1M/monthly'] as const;
export type WayToPay = (typeof WAYS_TO_PAY)[number];

/** The plans of a family side by side, at the prices of one way to pay, which a switch changes for all. */
export function FamilyPlans({ family, pay }: { family: Family; pay: WayToPay }) {
  const t = useT();
  const [parameters] = useSearchParams();
  return (
    <section aria-labelledby="family" className={css.section}>
      <div className={css.heading}>
        <FamilyMark family={family.family} />
        <div>
          <h2 id="family">{family.name}</h2>
          <p className={css.soft}>{family.what}</p>
        </div>
        <Link to={paths.marketplace()}>{t('catalogue.family.all')}</Link>
      </div>
      <nav aria-label={t('catalogue.family.pay')} className={css.switch}>
        {WAYS_TO_PAY.map((way) => (
          <Link
            key={way}
            className={css.way}
            to={withParameters(parameters, { pay: way === WAYS_TO_PAY[0] ? null : way })}
            aria-current={way === pay ? 'true' : undefined}
            preventScrollReset
          >
            {t('catalogue.family.way', { way: KEY_OF_WAY[way] })}
          </Link>
        ))}
      </nav>
      <ul className={css.plans}>
        {family.plans.map((plan) => (
          <li key={plan.plan} className={css.plan} data-family={family.family}>
            <PlanColumn plan={plan} pay={pay} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const KEY_OF_WAY = { 'P1Y/annual': 'annual', 'P1Y/monthly': 'monthly', 'P1M/monthly': 'monthToMonth' } as const;

function PlanColumn({ plan, pay }: { plan: Plan; pay: WayToPay }) {
  const t = useT();
  const locale = useLocale();
  const { title, what, included, forWhom, limits, needs, ownedSeatCount, productId, offerId } = plan;
  return (
    <>
      <h3>{title}</h3>
      {ownedSeatCount === 0 ? null : (
        <p className={css.owned}>
          {t('catalogue.mark.owned', { count: ownedSeatCount, seats: formatCount(ownedSeatCount, locale) })}
        </p>
      )}
      <Price option={plan.options.find((one) => `${one.termDuration}/${one.billingCycle}` === pay)} pay={pay} />
      <ButtonLink
        to={`${paths.product(productId)}?offer=${offerId}&option=${encodeURIComponent(pay)}`}
        aria-label={t('catalogue.family.chooseOf', { title })}
      >
        {t('catalogue.family.choose')}
      </ButtonLink>
      <p>{what}</p>
      <h4>{t('catalogue.family.included')}</h4>
      <ul className={css.included}>
        {included.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <dl className={css.about}>
        <dt>{t('catalogue.family.forWhom')}</dt>
        <dd>{forWhom}</dd>
        <dt>{t('catalogue.family.limits')}</dt>
        <dd>{limits}</dd>
        <dt>{t('catalogue.family.needs')}</dt>
        <dd>{needs}</dd>
      </dl>
    </>
  );
}

function Price({ option, pay }: { option: Option | undefined; pay: WayToPay }) {
  const t = useT();
  const locale = useLocale();
  if (option?.pricePerMonth == null) return <p className={css.soft}>{t('catalogue.family.notSold')}</p>;
  const { pricePerMonth, pricePerTerm, surchargePercent } = option;
  const percent = surchargePercent === null ? 0 : Math.round(Number(surchargePercent));
  return (
    <div>
      <p className={css.price}>
        <strong>{formatMoney(pricePerMonth, locale)}</strong> {t('catalogue.price.per.month')}
      </p>
      <p className={css.soft}>
        {t('catalogue.family.note', { way: KEY_OF_WAY[pay], amount: formatMoney(pricePerTerm, locale) })}
        {percent > 0 ? ` ${t('catalogue.family.surcharge', { percent })}` : null}
      </p>
    </div>
  );
}
