import { useT } from '#ui/i18n.ts';
import type { Category } from '../categories.ts';

/** Labels of the catalogue's codes in the reader's language. An unknown code is shown as it came. */
export function useCatalogueLabels() {
  const t = useT();
  return {
    category: (category: Category) => t(`catalogue.category.${category}`),
    segment: (segment: string) => t('catalogue.segment', { segment }),
    /** "Fatturazione annuale, periodo di abbonamento annuale". */
    option(option: Readonly<{ billingCycle: string; termMonths: number | null; termDuration: string }>) {
      const { billingCycle, termMonths, termDuration } = option;
      if (billingCycle === 'none') return t('catalogue.option.trial', { months: termMonths ?? 0 });
      if (termMonths === null) return t('catalogue.option.once', { term: termDuration });
      const billing = t('catalogue.option.billing', { billing: billingCycle });
      const isAnnualPeriod = billingCycle === 'annual' && termMonths === 12;
      const term = isAnnualPeriod
        ? t('catalogue.option.annualPeriod')
        : t('catalogue.option.commitment', { months: termMonths });
      return t('catalogue.option.title', { billing, term });
    },
  };
}
