import { absolute, formatMoney, formatUnitPrice, isNegative, type MoneyValue } from './format.ts';
import { useLocale, useT } from './i18n.ts';
import css from './money.module.css';

type MoneyProps = { value: MoneyValue; basis?: 'net' | 'gross'; per?: string; isUnitPrice?: boolean };

/**
 * An amount of money: `€ 1.234,50`, and for a negative amount `rimborso € 118,40`.
 *
 * @param isUnitPrice  it stands beside what it is multiplied to, and keeps the decimals that this takes
 * @param basis  says net ("+ IVA") or gross ("IVA inclusa") beside the figure, where the place does not say it
 */
export function Money({ value, basis, per, isUnitPrice = false }: MoneyProps) {
  const t = useT();
  const locale = useLocale();
  const figure = (isUnitPrice ? formatUnitPrice : formatMoney)(absolute(value), locale);
  return (
    <span className={css.money}>
      {isNegative(value.amount) ? t('ui.money.refund', { amount: figure }) : figure}
      {per === undefined ? null : <span className={css.aside}> {per}</span>}
      {basis === undefined ? null : <span className={css.aside}> {t(`ui.money.${basis}`)}</span>}
    </span>
  );
}
