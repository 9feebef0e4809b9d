import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';

/** An amount of an order; nothing to pay is said in words. */
export function Amount({ amount, currency, basis }: { amount: string; currency: string; basis: 'net' | 'gross' }) {
  const t = useT();
  if (Number(amount) === 0) return t('orders.nothingToday');
  return <Money value={{ amount, currency }} basis={basis} />;
}
