import { useT } from '#ui/i18n.ts';

const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;
const BILLINGS = ['monthly', 'annual', 'triennial'] as const;

/** Labels of terms and billing in the cart and the summary; unknown values are shown as they are. */
export function useCartLabels() {
  const t = useT();
  return {
    /** "Impegno di 1 anno, fatturazione mensile". */
    option({ termDuration, billingCycle }: { termDuration: string; billingCycle: string }): string {
      const term = TERMS.find((known) => known === termDuration);
      const billing = BILLINGS.find((known) => known === billingCycle);
      if (billingCycle === 'none') return t('purchasing.line.trial');
      return t('orders.option', {
        term: term === undefined ? t('orders.term.other', { term: termDuration }) : t(`orders.term.${term}`),
        billing:
          billing === undefined ? t('orders.billing.other', { cycle: billingCycle }) : t(`orders.billing.${billing}`),
      });
    },
    /** "al mese". */
    perCycle(billingCycle: string): string {
      const billing = BILLINGS.find((known) => known === billingCycle);
      return t(`orders.perCycle.${billing ?? 'other'}`);
    },
  };
}
