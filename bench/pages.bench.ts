import { startDemo } from '../e2e/demo.ts';
import { type Metric, median } from './metric.ts';
import { signIn } from './sign-in.ts';

const ROUNDS = 60;
const WARM_UP = 20;

/** Server time of pages beside a bare route. */
export async function measure(): Promise<Metric[]> {
  const { demo, stop } = await startDemo();
  try {
    const cookie = await signIn(demo.url);
    const subscriptions = await (await fetch(`${demo.url}/account/subscriptions`, { headers: { cookie } })).text();
    const subscription = /\/account\/subscriptions\/[0-9a-f-]{36}/.exec(subscriptions)?.[0] ?? '/account/subscriptions';
    const metrics: Metric[] = [];
    for (const [name, path, ceiling] of [
      ['bare route', '/healthz', 5],
      ['dashboard', '/', 30],
      ['marketplace search', '/marketplace?q=busines+premum', 30],
      ['subscription page', subscription, 30],
    ] as const) {
      metrics.push({
        name: `${name}, server time`,
        value: await serverTimeMs(demo.url + path, cookie),
        unit: 'ms',
        ceiling,
      });
    }
    for (const [name, path, readPath] of [
      ['subscriptions list', '/account/subscriptions', '/api/v1/subscriptions/list-subscriptions'],
      ['orders list', '/account/orders', '/api/v1/orders/list-orders'],
    ] as const)
      metrics.push(await pageBesideItsRows(name, { page: demo.url + path, rows: demo.url + readPath, cookie }));
    return metrics;
  } finally {
    await stop();
  }
}

/**
 * A list as a page beside the same rows as JSON, by turns: what the frame, the rendering and the texts cost. Shown
 * without a ceiling, since both read the same rows and the page three reads more.
 */
async function pageBesideItsRows(
  name: string,
  { page, rows, cookie }: Readonly<{ page: string; rows: string; cookie: string }>,
): Promise<Metric> {
  const ratios: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const ratio = (await timeOf(page, cookie)) / (await timeOf(rows, cookie));
    if (round >= WARM_UP) ratios.push(ratio);
  }
  return { name: `${name}, page beside its rows as JSON`, value: median(ratios), unit: 'times' };
}

async function timeOf(url: string, cookie: string): Promise<number> {
  const startedAtMs = performance.now();
  // As a page of the portal asks: the document links its style sheets, and REST takes the cookie.
  const response = await fetch(url, { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return performance.now() - startedAtMs;
}

async function serverTimeMs(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const timeMs = await timeOf(url, cookie);
    if (round >= WARM_UP) times.push(timeMs);
  }
  return median(times);
}
