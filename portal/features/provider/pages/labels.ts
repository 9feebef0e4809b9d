import type { FailureCode } from '#features/orders/orders.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';

export const MAIL_MEANINGS = {
  waiting: 'information',
  kept: 'neutral',
  sent: 'good',
  failed: 'danger',
  replaced: 'neutral',
} as const;

const SUBSCRIPTION_STATUSES = ['active', 'deleted', 'disabled', 'expired', 'pending', 'suspended'] as const;
const OUTCOMES = ['renews', 'ends', 'extendsMonthly'] as const;

/** Labels of codes that come from other modules or from Microsoft; an unknown code is shown as it came. */
export function useProviderLabels() {
  const t = useT();
  const locale = useLocale();
  // Names of steps are data of other modules; a name without a text is shown as it is.
  const translate = t as unknown as (key: string, values: object) => string;
  return {
    step(name: string): string {
      return translate([`orders.step.${name}`, 'orders.step.other'] as unknown as string, { name });
    },
    /** The meaning of the vendor's answer, where the vendor gave it; else the portal's own reason. */
    failure(code: FailureCode, meaning: Readonly<Record<Locale, string>> | null): string {
      return meaning === null ? t(`orders.failure.${code}.provider`) : meaning[locale];
    },
    subscriptionStatus(status: string): string {
      const known = SUBSCRIPTION_STATUSES.find((one) => one === status);
      return known === undefined ? status : t(`subscriptions.status.${known}`);
    },
    outcome(outcome: string): string {
      const known = OUTCOMES.find((one) => one === outcome);
      return t(`provider.outcome.${known ?? 'unknown'}`);
    },
  };
}
