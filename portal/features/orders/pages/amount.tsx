import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';

/** An amount of an order, where the place says whether it is net or gross; nothing to pay is said in words. */
export function Amount({ amount, currency }: { amount: string; currency: string }) {
  const t = useT();
  if (/^-?0(\.0+)?$/.test(amount)) return t('orders.nothingToday');
  return <Money value={{ amount, currency }} />;
}
