import { ButtonLink } from '#ui/button-link.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';

type Props = {
  order: Readonly<{ number: string; remaining: string | null }> | null;
  /** The net amount that is about to be ordered. */
  net: string;
  currency: string;
};

/** The purchase order that the invoice will name; a warning where the amount passes what is left of it. */
export function PurchaseOrderNotice({ order, net, currency }: Props) {
  const t = useT();
  const locale = useLocale();
  const change = <ButtonLink to={paths.invoicingDetails()}>{t('billing.purchaseOrder.change')}</ButtonLink>;
  if (order === null)
    return (
      <Notice meaning="information" action={change}>
        {t('billing.purchaseOrder.none')}
      </Notice>
    );
  const { number, remaining } = order;
  // Both are decimal text with two digits: amounts in cents are whole numbers.
  const isPassed = remaining !== null && cents(net) > cents(remaining);
  return (
    <Notice meaning={isPassed ? 'attention' : 'information'} action={change}>
      {isPassed
        ? t('billing.purchaseOrder.wouldPass', {
            number,
            remaining: formatMoney({ amount: remaining, currency }, locale),
          })
        : t('billing.purchaseOrder.willName', { number })}
    </Notice>
  );
}

function cents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(`${whole}${fraction.padEnd(2, '0').slice(0, 2)}`);
  return amount.startsWith('-') ? -value : value;
}
