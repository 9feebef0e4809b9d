import type { ReactNode } from 'react';
import type { ImpossibleView, PossibleView } from '#features/orders/orders.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { Consequences, NotPossible } from '#ui/consequences.tsx';
import { formatDate, formatMoney, formatUnitPrice } from '#ui/format.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { useCartLabels } from './labels.ts';

/** The items, costs and commitment of a purchase, and below them the form that confirms it. */
export function PurchaseConsequences({ view, children }: { view: PossibleView; children: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCartLabels();
  const say = t as unknown as (key: string, values: object) => string;
  return (
    <Consequences
      changes={view.items.map((item) => ({
        what: `${item.name} (${labels.option(item)})`,
        before: item.seats?.before ?? 0,
        after: t('purchasing.summary.item', {
          count: item.seats?.after ?? 0,
          price: formatUnitPrice({ amount: item.unitPricePerCycle?.after ?? '0', currency: view.currency }, locale),
          per: labels.perCycle(item.billingCycle),
        }),
      }))}
      quote={view}
      lineLabel={(line) =>
        t('purchasing.summary.cycle', { name: line.name, from: formatDate(line.cycle.startsOn, locale) })
      }
      isCommitting={view.commitment !== null && Number(view.commitment.net) !== 0}
      sideEffects={view.sideEffects.map(({ code, facts }) =>
        say(`orders.sideEffect.${code}`, {
          ...facts,
          ...(typeof facts.on === 'string' && { on: formatDate(facts.on, locale, 'long') }),
          ...amountsOf(facts, locale),
        }),
      )}
    >
      {children}
    </Consequences>
  );
}

/** The amounts of a sentence, with their currency. */
function amountsOf(facts: PossibleView['sideEffects'][number]['facts'], locale: Locale): Record<string, string> {
  const { currency } = facts;
  if (typeof currency !== 'string') return {};
  return Object.fromEntries(
    ['firstCharge', 'wholeTerm'].flatMap((name) => {
      const amount = facts[name];
      return typeof amount === 'string' ? [[name, formatMoney({ amount, currency }, locale)]] : [];
    }),
  );
}

/** The reason why the purchase is not possible, and the alternative. */
export function PurchaseNotPossible({ view }: { view: ImpossibleView }) {
  const t = useT();
  const say = t as unknown as (key: string, values: object) => string;
  const action = ALTERNATIVES.find((known) => known === view.instead?.action);
  return (
    <NotPossible
      title={t('purchasing.summary.impossible')}
      reason={say(`orders.impossible.${view.reason}`, view.facts)}
      action={
        action === undefined ? (
          <ButtonLink to={paths.cart()}>{t('purchasing.title')}</ButtonLink>
        ) : (
          <ButtonLink to={ADDRESSES[action]()}>{t(`orders.instead.${action}`)}</ButtonLink>
        )
      }
    />
  );
}

const ALTERNATIVES = ['buyPrerequisite', 'changeSeats', 'chooseOption', 'chooseTenant'] as const;
const ADDRESSES: Readonly<Record<(typeof ALTERNATIVES)[number], () => string>> = {
  buyPrerequisite: paths.marketplace,
  changeSeats: paths.cart,
  chooseOption: paths.cart,
  chooseTenant: paths.checkoutMicrosoftAccount,
};
