import type { ReactNode } from 'react';
import type { ImpossibleView, PossibleView } from '#features/orders/orders.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { Consequences, NotPossible } from '#ui/consequences.tsx';
import { formatDate, formatUnitPrice, type MoneyValue } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { useCartLabels } from './labels.ts';

/** The content, costs and commitments of a purchase, with its confirmation below. */
export function PurchaseConsequences({ view, children }: { view: PossibleView; children: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCartLabels();
  const money = (amount: string): MoneyValue => ({ amount, currency: view.currency });
  const say = t as unknown as (key: string, values: object) => string;
  return (
    <Consequences
      quote={view}
      lineLabel={(line) =>
        t('purchasing.summary.cycle', { name: line.name, from: formatDate(line.cycle.startsOn, locale) })
      }
      changes={view.items.map((item) => ({
        what: `${item.name} (${labels.option(item)})`,
        before: item.seats?.before ?? 0,
        after: t('purchasing.summary.item', {
          count: item.seats?.after ?? 0,
          price: formatUnitPrice(money(item.unitPricePerCycle?.after ?? '0'), locale),
          per: labels.perCycle(item.billingCycle),
        }),
      }))}
      isCommitted={Number(view.commitment?.net ?? 0) !== 0}
      sideEffects={view.sideEffects.map(({ code, facts }) =>
        say(`orders.sideEffect.${code}`, {
          ...facts,
          ...(typeof facts.on === 'string' && { on: formatDate(facts.on, locale, 'long') }),
        }),
      )}
    >
      {children}
    </Consequences>
  );
}

/** Why the purchase is not possible like this, and the way that is. */
export function PurchaseNotPossible({ view }: { view: ImpossibleView }) {
  const t = useT();
  const say = t as unknown as (key: string, values: object) => string;
  const action = INSTEADS.find((known) => known === view.instead?.action);
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

const INSTEADS = ['buyPrerequisite', 'changeSeats', 'chooseOption', 'chooseTenant'] as const;
const ADDRESSES: Readonly<Record<(typeof INSTEADS)[number], () => string>> = {
  buyPrerequisite: paths.marketplace,
  changeSeats: paths.cart,
  chooseOption: paths.cart,
  chooseTenant: paths.checkoutMicrosoftAccount,
};
