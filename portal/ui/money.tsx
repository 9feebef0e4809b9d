import { absolute, formatMoney, formatUnitPrice, isNegative, type MoneyValue } from './format.ts';
import { useLocale, useT } from './i18n.ts';
import css from './money.module.css';

type MoneyProps = { value: MoneyValue; basis?: 'net' | 'gross'; per?: string; isUnitPrice?: boolean };

/**
 * An amount of money: `€ 1.234,50`, and for a negative amount `rimborso € 118,40`.
 *
 * @param isUnitPrice  true for a factor of the amount beside it: all its decimals are shown
 * @param basis  adds net ("+ IVA") or gross ("IVA inclusa") where the place does not say it
 */
export function Money({ value, basis, per, isUnitPrice = false }: MoneyProps) {
  const t = useT();
  const locale = useLocale();
  const shown = (isUnitPrice ? formatUnitPrice : formatMoney)(absolute(value), locale);
  return (
    <span className={css.money}>
      {isNegative(value.amount) ? t('ui.money.refund', { amount: shown }) : shown}
      {per === undefined ? null : <span className={css.aside}> {per}</span>}
      {basis === undefined ? null : <span className={css.aside}> {t(`ui.money.${basis}`)}</span>}
    </span>
  );
}
