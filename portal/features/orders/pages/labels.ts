import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { failureCode } from '../failure-codes.ts';
import type { OrderDetail } from '../read/order-output.ts';
import type { StepName } from '../vendor.ts';

/** The colour meaning of an order's status. */
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

/** The label of every step: a vendor's new step without one fails the type check. */
const STEP_LABELS = {
  approval: 'orders.step.approval',
  payment: 'orders.step.payment',
  prepareTenant: 'orders.step.prepareTenant',
  createCart: 'orders.step.createCart',
  checkout: 'orders.step.checkout',
  awaitProvisioning: 'orders.step.awaitProvisioning',
  readBack: 'orders.step.readBack',
  fulfil: 'orders.step.fulfil',
  startService: 'orders.step.startService',
  sendSeatChange: 'orders.step.sendSeatChange',
  sendRenewalChoice: 'orders.step.sendRenewalChoice',
  sendCancellation: 'orders.step.sendCancellation',
  readBackChange: 'orders.step.readBackChange',
} as const satisfies Readonly<Record<StepName, `orders.step.${StepName}`>>;
const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;
const BILLINGS = ['monthly', 'annual', 'triennial'] as const;

/** Labels of orders in the page's language; unknown values are shown as they are. */
export function useOrderLabels() {
  const t = useT();
  return {
    step(name: string): string {
      const known = Object.entries(STEP_LABELS).find(([step]) => step === name);
      return known === undefined ? t('orders.step.other', { name }) : t(known[1]);
    },
    term(duration: string): string {
      const known = TERMS.find((term) => term === duration);
      return known === undefined ? t('orders.term.other', { term: duration }) : t(`orders.term.${known}`);
    },
    billing(cycle: string): string {
      const known = BILLINGS.find((billing) => billing === cycle);
      return known === undefined ? t('orders.billing.other', { cycle }) : t(`orders.billing.${known}`);
    },
    option({ termDuration, billingCycle }: { termDuration: string; billingCycle: string }): string {
      return t('orders.option', { term: this.term(termDuration), billing: this.billing(billingCycle) });
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
