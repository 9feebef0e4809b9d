import { useOrderLabels } from '#features/orders/orders-ui.ts';
import { useT } from '#ui/i18n.ts';

/** Labels of terms and billing in the cart and the summary; unknown values are shown as they are. */
export function useCartLabels() {
  const t = useT();
  const { option, perCycle } = useOrderLabels();
  return {
    perCycle,
    /** "Impegno di 1 anno, fatturazione mensile"; a trial is not billed. */
    option: (line: { termDuration: string; billingCycle: string }) =>
      line.billingCycle === 'none' ? t('purchasing.line.trial') : option(line),
  };
}
