import { Link } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { Icon } from '#ui/icon.tsx';
import { paths } from '#ui/paths.ts';
import css from './checkout-steps.module.css';

const STEPS = ['cart', 'tenant', 'details', 'payment', 'summary'] as const;
export type CheckoutStep = (typeof STEPS)[number];

const ADDRESSES: Readonly<Record<CheckoutStep, () => string>> = {
  cart: paths.cart,
  tenant: paths.checkoutMicrosoftAccount,
  details: paths.checkoutDetails,
  payment: paths.checkoutPayment,
  summary: paths.checkoutSummary,
};

/**
 * The numbered way from the cart to the order. What lies behind is a link: every step can be left, changed and resumed.
 *
 * @param needsTenant  false: the two steps about the tenant are shown as not needed
 */
export function CheckoutSteps({ current, needsTenant }: { current: CheckoutStep; needsTenant: boolean }) {
  const t = useT();
  const position = STEPS.indexOf(current);
  return (
    <nav aria-label={t('purchasing.steps.label')}>
      <ol className={css.steps}>
        {STEPS.map((step, index) => {
          const isSkipped = !needsTenant && (step === 'tenant' || step === 'details');
          const isBehind = index < position && !isSkipped;
          const state = isSkipped ? 'skipped' : isBehind ? 'behind' : index === position ? 'current' : 'ahead';
          const name = t(`purchasing.steps.${step}`);
          return (
            <li
              key={step}
              className={css.step}
              data-state={state}
              aria-current={state === 'current' ? 'step' : undefined}
            >
              <span className={css.number}>
                {isBehind ? <Icon name="check" size={14} /> : <span>{index + 1}</span>}
              </span>
              {isBehind ? <Link to={ADDRESSES[step]()}>{name}</Link> : <span>{name}</span>}
              {isBehind ? <span className="spoken-only"> ({t('purchasing.steps.answered')})</span> : null}
              {isSkipped ? <span>({t('purchasing.steps.skipped')})</span> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
