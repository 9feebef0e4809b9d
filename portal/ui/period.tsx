import { formatPeriod, type PeriodValue } from './format.ts';
import { useLocale } from './i18n.ts';

/** `12 mar 2026 – 11 mar 2027, 1 anno`. */
export function Period({ period }: { period: PeriodValue }) {
  return <span>{formatPeriod(period, useLocale())}</span>;
}
