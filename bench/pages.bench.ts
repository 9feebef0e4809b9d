import { gzipSync } from 'node:zlib';
import { DEMO_PASSWORD, startDemo } from '../e2e/demo.ts';
import { type Metric, median } from './metric.ts';

const ROUNDS = 60;
const WARM_UP = 20;

/** Server time of pages beside a bare route, and the compressed size of the first page. */
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
    return [...metrics, ...(await weights(`${demo.url}/sign-in`, demo.url))];
  } finally {
    await stop();
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ login: 'admin', password: DEMO_PASSWORD }),
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length === 0) throw new Error(`sign-in answered ${response.status} without a cookie`);
  return cookies.map((line) => line.split(';')[0]).join('; ');
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

/** Compressed size of the scripts and styles that a first page asks for. */
async function weights(page: string, url: string): Promise<Metric[]> {
  const html = await (await fetch(page)).text();
  const weigh = async (pattern: RegExp) => {
    const files = new Set([...html.matchAll(pattern)].map(([, path]) => path));
    let bytes = 0;
    for (const path of files) bytes += gzipSync(Buffer.from(await (await fetch(`${url}${path}`)).arrayBuffer())).length;
    return bytes / 1024;
  };
  return [
    {
      name: 'first page, JavaScript compressed',
      value: await weigh(/"(\/assets\/[^"]+\.js)"/g),
      unit: 'kB',
      ceiling: 180,
    },
    { name: 'first page, CSS compressed', value: await weigh(/"(\/assets\/[^"]+\.css)"/g), unit: 'kB', ceiling: 40 },
  ];
}
