import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { type Step, Steps } from '#ui/steps.tsx';
import type { OrderDetail } from '../read/order-output.ts';
import { useOrderLabels } from './labels.ts';

/** The progress of an order, step by step. */
export function OrderSteps({
  order,
  signatory = null,
}: {
  order: Pick<OrderDetail, 'steps' | 'failureCode'>;
  /** Whose acceptance of Microsoft's agreement the order waits for. */
  signatory?: Readonly<{ firstName: string; lastName: string }> | null;
}) {
  const t = useT();
  const labels = useOrderLabels();
  const { steps, failureCode } = order;
  return (
    <Steps
      label={t('orders.steps.title')}
      steps={steps.map((step, position): Step => {
        const detail = detailOf(step);
        const when = step.finishedAt ?? step.startedAt;
        return {
          key: `${position} ${step.name}`,
          title: labels.step(step.name),
          status: step.status,
          ...(detail !== undefined && { detail }),
          ...(when !== null && { when: <DateText at={when} withTime relative={false} /> }),
        };
      })}
    />
  );

  function detailOf({ status, waitingOn, isRetried }: OrderDetail['steps'][number]): string | undefined {
    if (status === 'failed') return failureCode === null ? undefined : labels.failure(failureCode, 'customer');
    if (isRetried) return t('orders.stepDetail.retried');
    switch (waitingOn) {
      case 'vendor':
        return t('orders.stepDetail.waitingVendor');
      case 'provider':
        return t('orders.stepDetail.waitingProvider');
      case 'customer':
        return signatory === null
          ? t('orders.stepDetail.waitingCustomer')
          : t('orders.stepDetail.waitingSignatory', { name: `${signatory.firstName} ${signatory.lastName}` });
      case null:
        return undefined;
    }
  }
}
