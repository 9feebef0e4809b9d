import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { failureCode } from '../failure-codes.ts';
import type { OrderDetail } from '../read/order-output.ts';
import type { StepName } from '../vendor.ts';

/** Readers of a page of orders. */
export type Reader = 'customer' | 'provider';

/** The colour meaning of an order's status: one that waits for the provider asks the provider for attention. */
export function statusMeaning(status: OrderDetail['status'], reader: Reader): Meaning {
  switch (status) {
    case 'done':
      return 'good';
    case 'failed':
      return 'danger';
    case 'stuck':
      return 'attention';
    case 'awaitingApproval':
      return reader === 'provider' ? 'attention' : 'information';
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
  awaitAgreement: 'orders.step.awaitAgreement',
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
  sendUpgrade: 'orders.step.sendUpgrade',
  readBackUpgrade: 'orders.step.readBackUpgrade',
} as const satisfies Readonly<Record<StepName, `orders.step.${StepName}`>>;
const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;
const BILLINGS = ['monthly', 'annual', 'triennial'] as const;

/** Labels of orders in the page's language; unknown values are shown as they are. */
export function useOrderLabels() {
  const t = useT();
  const term = (duration: string) => {
    const known = TERMS.find((one) => one === duration);
    return known === undefined ? t('orders.term.other', { term: duration }) : t(`orders.term.${known}`);
  };
  const billing = (cycle: string) => {
    const known = BILLINGS.find((one) => one === cycle);
    return known === undefined ? t('orders.billing.other', { cycle }) : t(`orders.billing.${known}`);
  };
  return {
    step(name: string): string {
      const known = Object.entries(STEP_LABELS).find(([step]) => step === name);
      return known === undefined ? t('orders.step.other', { name }) : t(known[1]);
    },
    /** "Impegno di 1 anno, fatturazione mensile". */
    option: ({ termDuration, billingCycle }: { termDuration: string; billingCycle: string }) =>
      t('orders.option', { term: term(termDuration), billing: billing(billingCycle) }),
    /** "al mese". */
    perCycle(cycle: string): string {
      const known = BILLINGS.find((billing) => billing === cycle);
      return t(`orders.perCycle.${known ?? 'other'}`);
    },
    failure(code: string, reader: Reader): string {
      return t(`orders.failure.${failureCode(code)}.${reader}`);
    },
    content({ name, lineCount }: { name: string; lineCount: number }): string {
      return lineCount > 1 ? t('orders.list.more', { name, count: lineCount - 1 }) : name;
    },
  };
}
