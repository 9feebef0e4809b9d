import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';

/** An amount of an order; its label says whether it is net or gross. Zero is shown as text. */
export function Amount({ amount, currency }: { amount: string; currency: string }) {
  const t = useT();
  if (/^-?0(\.0+)?$/.test(amount)) return t('orders.nothingToday');
  return <Money value={{ amount, currency }} />;
}
