import { type Translate, useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';

/** Labels of the codes that vendors and rules give; an unknown code is shown as it came. */
export function useSubscriptionLabels() {
  const t = useT();
  return {
    status: (status: string) => (isOf(STATUSES, status) ? t(`subscriptions.status.${status}`) : status),
    outcome: (outcome: string) => (isOf(OUTCOMES, outcome) ? t(`subscriptions.outcome.${outcome}`) : outcome),
    plan: (termDuration: string, billingCycle: string) =>
      t('subscriptions.plan', {
        term: isOf(TERMS, termDuration) ? t(`subscriptions.term.${termDuration}`) : termDuration,
        billing: billingLabel(t, billingCycle),
      }),
    billing: (billingCycle: string) => billingLabel(t, billingCycle),
    line: (code: string, startsOn: string) =>
      isOf(LINES, code) ? t(`subscriptions.line.${code}`, { startsOn }) : code,
  };
}

export function statusMeaning(status: string, isSuspended = false): Meaning {
  if (isSuspended) return 'attention';
  switch (status) {
    case 'active':
      return 'good';
    case 'pending':
    case 'none':
      return 'information';
    case 'suspended':
    case 'expired':
      return 'attention';
    case 'disabled':
    case 'deleted':
      return 'neutral';
    default:
      return 'attention';
  }
}

export function outcomeMeaning(outcome: string): Meaning {
  switch (outcome) {
    case 'renews':
      return 'good';
    case 'ends':
      return 'information';
    case 'ended':
      return 'neutral';
    default:
      return 'attention';
  }
}

const STATUSES = ['none', 'pending', 'active', 'suspended', 'expired', 'disabled', 'deleted'] as const;
const OUTCOMES = ['renews', 'ends', 'extendsMonthly', 'unknown', 'ended'] as const;
const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;
const LINES = [
  'purchase',
  'seatsAdded',
  'seatsRemoved',
  'cancelled',
  'movedOut',
  'movedIn',
  'chargeCycle',
  'noLongerCharged',
  'renewal',
  'extendedServiceTerm',
] as const;

function billingLabel(t: Translate, billingCycle: string): string {
  switch (billingCycle) {
    case 'monthly':
    case 'annual':
    case 'triennial':
      return t(`subscriptions.billing.${billingCycle}`);
    case 'one_time':
      return t('subscriptions.billing.oneTime');
    default:
      return billingCycle;
  }
}

function isOf<Code extends string>(codes: readonly Code[], code: string): code is Code {
  return codes.some((known) => known === code);
}
