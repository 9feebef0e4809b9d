import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { failureCode } from '../failure-codes.ts';
import type { OrderDetail } from '../read/order-output.ts';

/** What a status of an order means to the eye. */
export function statusMeaning(status: OrderDetail['status']): Meaning {
  switch (status) {
    case 'done':
      return 'good';
    case 'failed':
      return 'danger';
    case 'stuck':
      return 'attention';
    case 'awaitingApproval':
    case 'running':
      return 'information';
    case 'cancelled':
      return 'neutral';
  }
}

const STEPS = [
  'approval',
  'payment',
  'prepareTenant',
  'createCart',
  'checkout',
  'awaitProvisioning',
  'readBack',
  'fulfil',
  'startService',
  'sendSeatChange',
  'sendRenewalChoice',
  'sendCancellation',
  'readBackChange',
] as const;
const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;
const BILLINGS = ['monthly', 'annual', 'triennial'] as const;

/** The words of orders in the page's language; what is not known is shown as it came. */
export function useOrderWords() {
  const t = useT();
  return {
    step(name: string): string {
      const known = STEPS.find((step) => step === name);
      return known === undefined ? t('orders.step.other', { name }) : t(`orders.step.${known}`);
    },
    term(duration: string): string {
      const known = TERMS.find((term) => term === duration);
      return known === undefined ? t('orders.term.other', { term: duration }) : t(`orders.term.${known}`);
    },
    billing(cycle: string): string {
      const known = BILLINGS.find((billing) => billing === cycle);
      return known === undefined ? t('orders.billing.other', { cycle }) : t(`orders.billing.${known}`);
    },
    perCycle(cycle: string): string {
      const known = BILLINGS.find((billing) => billing === cycle);
      return t(`orders.perCycle.${known ?? 'other'}`);
    },
    failure(code: string, reader: 'customer' | 'provider'): string {
      return t(`orders.failure.${failureCode(code)}.${reader}`);
    },
    content({ name, lineCount }: { name: string; lineCount: number }): string {
      return lineCount > 1 ? t('orders.list.more', { name, count: lineCount - 1 }) : name;
    },
  };
}
