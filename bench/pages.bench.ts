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
    return metrics;
  } finally {
    await stop();
  }
}

async function serverTimeMs(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const startedAtMs = performance.now();
    const response = await fetch(url, { headers: { cookie } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    if (round >= WARM_UP) times.push(performance.now() - startedAtMs);
  }
  return median(times);
}
