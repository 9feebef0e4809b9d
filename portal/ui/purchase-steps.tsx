import { Link } from 'react-router';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import { paths } from './paths.ts';
import css from './purchase-steps.module.css';

/** The way from finding a product to its delivery, as the guide numbers it. */
const STEPS = ['find', 'option', 'cart', 'tenant', 'details', 'review', 'payment', 'track'] as const;
export type PurchaseStep = (typeof STEPS)[number];

/** What lies behind can be opened again. A product has no address without its id, and an order is not undone. */
const ADDRESSES: Readonly<Partial<Record<PurchaseStep, () => string>>> = {
  find: paths.marketplace,
  cart: paths.cart,
  tenant: paths.checkoutMicrosoftAccount,
  details: paths.checkoutDetails,
  review: paths.checkoutSummary,
};

type PurchaseStepsProps = {
  current: PurchaseStep;
  /** False: the two steps about the Microsoft account are shown as not needed; absent while nobody knows. */
  needsTenant?: boolean;
};

/** The numbered steps of a purchase. Every step before the order can be left, changed and resumed. */
export function PurchaseSteps({ current, needsTenant }: PurchaseStepsProps) {
  const t = useT();
  const position = STEPS.indexOf(current);
  return (
    <nav aria-label={t('ui.purchaseSteps.label')}>
      <ol className={css.steps}>
        {STEPS.map((step, index) => {
          const isSkipped = needsTenant === false && (step === 'tenant' || step === 'details');
          const isBehind = index < position && !isSkipped;
          const state = isSkipped ? 'skipped' : isBehind ? 'behind' : index === position ? 'current' : 'ahead';
          const name = t(`ui.purchaseSteps.${step}`);
          const address = current === 'track' ? undefined : ADDRESSES[step];
          return (
            <li
              key={step}
              className={css.step}
              data-state={state}
              aria-current={state === 'current' ? 'step' : undefined}
            >
              <span className={css.number}>{index + 1}</span>
              {isBehind && address !== undefined ? <Link to={address()}>{name}</Link> : <span>{name}</span>}
              {isBehind ? (
                <span className={css.done}>
                  <Icon name="check" size={14} />
                  <span className="spoken-only"> ({t('ui.purchaseSteps.answered')})</span>
                </span>
              ) : null}
              {isSkipped ? <span>({t('ui.purchaseSteps.skipped')})</span> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
