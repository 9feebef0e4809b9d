import {
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  startSimulator,
} from '@licence-portal/partner-center-simulator';
import type { Metric } from './metric.ts';

/*
 * The simulator with ten thousand customers and a hundred thousand subscriptions: reads over HTTP, and a year of its
 * clock. The requests come from this process, so both share the machine, as in a test.
 */

const CUSTOMERS = 10_000;
const SUBSCRIPTIONS_PER_CUSTOMER = 10;
const READS = 5_000;
const AT_ONCE = 32;

export async function measure(): Promise<Metric[]> {
  const { url, simulator, close } = await startSimulator({ seed: 'bench' });
  const control = async (path: string, body: object) => {
    // Not over a socket: one that idles while the simulator counts is closed.
    const request = new Request(`${url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const response = await simulator.fetch(request);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  const seedSeconds = await secondsOf(() =>
    control('seed', { customers: CUSTOMERS, subscriptionsPerCustomer: SUBSCRIPTIONS_PER_CUSTOMER }),
  );
  // The first read makes the subscriptions of all the orders that were seeded.
  const settleSeconds = await secondsOf(() => control('clock/advance', { duration: 'PT1S' }));

  const paths = Object.values(simulator.world.state.customers)
    .filter(({ customer }) => customer.relationshipToPartner === 'reseller')
    .flatMap(({ customer, subscriptions }) => {
      const [first] = Object.keys(subscriptions);
      const own = `/v1/customers/${customer.id}`;
      return first === undefined
        ? [own]
        : [own, `${own}/subscriptions`, `${own}/subscriptions/${first}`, `${own}/orders`];
    });
  const headers = { Authorization: `Bearer ${await token(url)}` };
  await readAll(url, paths.slice(0, 500), headers);
  const readSeconds = await secondsOf(() => readAll(url, evenly(paths, READS), headers));
  const pageSeconds = await secondsOf(() =>
    readAll(
      url,
      Array.from({ length: 20 }, () => '/v1/customers?size=100'),
      headers,
    ),
  );
  const yearSeconds = await secondsOf(() => control('clock/advance', { duration: 'P1Y' }));
  await close();
  return [
    { name: 'create 10,000 customers with 100,000 orders', value: seedSeconds, unit: 's', ceiling: 60 },
    { name: 'first read of all of them', value: settleSeconds, unit: 's', ceiling: 60 },
    { name: 'a read, of 1,000 reads', value: (readSeconds / READS) * 1_000, unit: 's', ceiling: 1 },
    { name: 'a page of 100 customers', value: (pageSeconds / 20) * 1_000, unit: 'ms', ceiling: 50 },
    { name: 'a year of the clock over all of them', value: yearSeconds, unit: 's', ceiling: 60 },
  ];
}

async function readAll(url: string, paths: readonly string[], headers: Record<string, string>): Promise<void> {
  const left = [...paths];
  const reader = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const response = await fetch(`${url}${path}`, { headers });
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}

/** So many of them, spread over all. */
function evenly(paths: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => paths[Math.floor((index * paths.length) / count)] ?? '');
}

async function token(url: string): Promise<string> {
  const response = await fetch(`${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: DEMO_REFRESH_TOKEN,
      client_id: DEMO_APPLICATION.clientId,
      client_secret: DEMO_APPLICATION.clientSecret,
      resource: 'https://api.partnercenter.microsoft.com',
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}
