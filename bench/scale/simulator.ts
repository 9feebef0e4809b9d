import type { RunningProcess } from '../../portal/bin/testing/portal-process.ts';
import { CUSTOMER_COUNT, SAMPLE_FIRST } from './fill-customers.ts';
import { isOfDemo } from './fill-subscriptions.ts';
import type { FilledService } from './filled-service.ts';
import { readDemoState, withCustomers } from './sample.ts';

export type FilledSimulator = Awaited<ReturnType<typeof startFilledSimulator>>;

/**
 * Starts the simulator, which answers at once and keeps its state in memory alone. It knows the demo's customers and
 * those of the sample.
 */
export async function startFilledSimulator(service: FilledService) {
  const sample = await sampleOf(service);
  const [template] = await service.query<{ customerId: string; subscriptionId: string }>(`
    select microsoft_customer_id as "customerId", vendor_subscription_id as "subscriptionId"
    from subscription join customer_order on customer_order.id = order_id
      join tenant on tenant.id = subscription.tenant_id join person on person.account_id = subscription.account_id
    where login = 'elena.conti' and ${isOfDemo('number')} limit 1`);
  if (template === undefined) throw new Error('the law firm has no subscription of the demo');
  let running = await start(service, withCustomers(readDemoState(service), template, sample));
  let state: unknown;
  return {
    sampleSize: [...sample.values()].flat().length,
    /** Ends as a vendor does that does not answer any more. */
    async switchOff(): Promise<void> {
      state = await service.control('GET', '/state');
      running.kill('SIGKILL');
      await running.ended;
    },
    async switchOn(): Promise<void> {
      running = await start(service, state);
    },
    async close(): Promise<void> {
      running.kill('SIGTERM');
      await running.ended;
    },
  };
}

async function start(service: FilledService, state: unknown): Promise<RunningProcess> {
  const running = await service.startSimulator({ keepsState: false });
  await service.control('PUT', '/state', state as object);
  return running;
}

/** Microsoft's ids of the subscriptions in the sample, by its ids of their customers. */
async function sampleOf(service: FilledService): Promise<Map<string, string[]>> {
  const rows = await service.query<{ customer: string; subscriptions: string[] }>(`
    select microsoft_customer_id as customer, array_agg(vendor_subscription_id) as subscriptions
    from subscription join tenant on tenant.id = tenant_id
    where tenant.domain in (${sampleDomains()}) group by 1`);
  return new Map(rows.map(({ customer, subscriptions }) => [customer, subscriptions]));
}

export function sampleDomains(): string {
  return `select 'azienda' || n || '.onmicrosoft.com' from generate_series(${SAMPLE_FIRST}, ${CUSTOMER_COUNT}) n`;
}
