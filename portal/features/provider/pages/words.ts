import type { FailureCode, OrderSummary } from '#features/orders/orders.ts';
import { type Locale, useLocale, useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';

const ORDER_MEANINGS: Readonly<Record<OrderSummary['status'], Meaning>> = {
  done: 'good',
  failed: 'danger',
  stuck: 'attention',
  awaitingApproval: 'attention',
  running: 'information',
  cancelled: 'neutral',
};

/** What a status of an order means to the provider's eye: what waits for the provider asks for attention. */
export function orderMeaning(status: OrderSummary['status']): Meaning {
  return ORDER_MEANINGS[status];
}

export const MAIL_MEANINGS = { waiting: 'information', kept: 'neutral', sent: 'good', failed: 'danger' } as const;

const SUBSCRIPTION_STATUSES = ['active', 'deleted', 'disabled', 'expired', 'pending', 'suspended'] as const;
const OUTCOMES = ['renews', 'ends', 'extendsMonthly'] as const;

/** Words for codes that come from elsewhere; what is not known is shown as it came. */
export function useProviderWords() {
  const t = useT();
  const locale = useLocale();
  // Names of steps and events are data of other modules; those that have no sentence are shown as they are.
  const say = t as unknown as (key: string, values: object) => string;
  return {
    content({ name, lineCount }: { name: string; lineCount: number }): string {
      return lineCount > 1 ? t('orders.list.more', { name, count: lineCount - 1 }) : name;
    },
    step(name: string): string {
      return say([`orders.step.${name}`, 'orders.step.other'] as unknown as string, { name });
    },
    event({ event, facts }: { event: string; facts: Readonly<Record<string, unknown>> }): string {
      const { name, events } = facts;
      if (event === 'subscriptions.changed' && typeof name === 'string' && typeof events === 'string') {
        const changes = events.split(',').map((kind) => t('provider.subscriptionChange', { kind }));
        return t('provider.event.subscriptionChanged', { name, changes: changes.join(', ') });
      }
      return say([`provider.event.${event}`, 'provider.event.other'] as unknown as string, { event });
    },
    /** What the vendor's answer means, where it came from there; else the portal's own reason. */
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
