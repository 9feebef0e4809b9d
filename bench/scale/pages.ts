import { type IncomingMessage, request } from 'node:http';
import type { PortalProcess } from '../../portal/bin/testing/portal-process.ts';
import { untilReady } from '../../portal/bin/testing/portal-process.ts';
import { median } from '../metric.ts';
import { signIn } from '../sign-in.ts';
import { LARGE_COUNT, SMALL_COUNT } from './fill-subscriptions.ts';
import type { FilledService } from './filled-service.ts';
import { readMetrics, readStatements } from './process-metrics.ts';
import { markdown, type Table } from './table.ts';

const WARM_UP = 5;
const ROUNDS = 20;
const AT_ONCE = 10;
/** A page that is this slow needs no more rounds. */
const TIME_MAX_MS = 5_000;

const PAGES = [
  { name: `dashboard, company with ${SMALL_COUNT}`, login: 'admin', path: '/', timesMax: 30 },
  { name: `subscriptions, company with ${SMALL_COUNT}`, login: 'admin', path: '/account/subscriptions', timesMax: 30 },
  { name: `orders, company with ${SMALL_COUNT}`, login: 'admin', path: '/account/orders', timesMax: 30 },
  { name: `dashboard, company with ${LARGE_COUNT}`, login: 'elena.conti', path: '/', timesMax: 60 },
  {
    name: `subscriptions, company with ${LARGE_COUNT}`,
    login: 'elena.conti',
    path: '/account/subscriptions',
    timesMax: 60,
  },
  { name: 'provider: work', login: 'fornitore', path: '/provider', timesMax: 60 },
  { name: 'provider: all orders', login: 'fornitore', path: '/provider/orders', timesMax: 60 },
  { name: 'provider: customers', login: 'fornitore', path: '/provider/customers', timesMax: 60 },
  { name: 'provider: customers by word', login: 'fornitore', path: '/provider/customers?q=ferrari', timesMax: 60 },
  {
    name: 'provider: customers by two words',
    login: 'fornitore',
    path: '/provider/customers?q=gallo+vini',
    timesMax: 60,
  },
  {
    name: 'marketplace, words that are found',
    login: 'admin',
    path: '/marketplace?q=business+premium+tango',
    timesMax: 60,
  },
  { name: 'marketplace, typing errors', login: 'admin', path: '/marketplace?q=bussiness+premum', timesMax: 60 },
  { name: 'marketplace, nothing is found', login: 'admin', path: '/marketplace?q=nothing+like+it', timesMax: 60 },
] as const;
/** Nothing of a page depends on what others have. */
const GROWTH_MAX = 1.5;

/** Pages as served by one web process, one person at a time and ten at once, with what each costs. */
export async function measurePages(service: FilledService, table: Table, size: number): Promise<string> {
  const web = await service.startProcess('web');
  await untilReady(web);
  const cookies = new Map<string, string>();
  for (const login of new Set(PAGES.map((page) => page.login))) cookies.set(login, await signIn(web.url, login));
  const cookieOf = (login: string) => cookies.get(login) ?? '';

  const costs = [['Page', 'ms', 'Statements', 'ms in the database', 'Event-loop delay, 99 % (ms)', 'KB as served']];
  const bareTimes: number[] = [];
  for (const { name, login, path, timesMax } of PAGES) {
    await readMetrics(web);
    const before = await readStatements(service);
    const { ms, bareMs, bytes, count } = await timePage(web, path, cookieOf(login));
    bareTimes.push(bareMs);
    const after = await readStatements(service);
    const { eventLoopMs } = await readMetrics(web);
    table.add(size, { name, unit: 'ms', timesMax, growthMax: GROWTH_MAX, decimals: 1 }, ms, bareMs);
    costs.push([
      name,
      ms.toFixed(1),
      ((after.statements - before.statements) / count).toFixed(1),
      ((after.milliseconds - before.milliseconds) / count).toFixed(1),
      eventLoopMs.toFixed(0),
      (bytes / 1024).toFixed(1),
    ]);
    if (login === 'elena.conti' && path === '/')
      table.add(size, { name: `event-loop delay, 99 %, ${name}`, unit: 'ms', ceiling: 30 }, eventLoopMs);
  }
  table.add(size, { name: 'bare route', unit: 'ms', decimals: 1 }, median(bareTimes));
  const atOnce = {
    name: `dashboard, ${AT_ONCE} people at once, each`,
    unit: 'ms',
    ceiling: 300,
    growthMax: GROWTH_MAX,
  };
  table.add(size, atOnce, await timeAtOnce(web, cookieOf('admin')));
  const { memoryMb } = await readMetrics(web);
  table.add(size, { name: 'memory of the web process', unit: 'MB', ceiling: 300 }, memoryMb);
  web.kill('SIGTERM');
  await web.ended;
  return markdown(costs);
}

/** The medians of some requests, one after the other, and of as many to a bare route between them. */
async function timePage(web: Pick<PortalProcess, 'url'>, path: string, cookie: string) {
  const times: number[] = [];
  const bareTimes: number[] = [];
  let bytes = 0;
  const startedAtMs = performance.now();
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const bareAtMs = performance.now();
    await get(`${web.url}/healthz`, '');
    bareTimes.push(performance.now() - bareAtMs);
    const requestedAtMs = performance.now();
    bytes = await get(web.url + path, cookie);
    times.push(performance.now() - requestedAtMs);
    if (performance.now() - startedAtMs > TIME_MAX_MS && times.length > WARM_UP) break;
  }
  return { ms: median(times.slice(WARM_UP)), bareMs: median(bareTimes), bytes, count: times.length };
}

/** @returns the bytes of the answer as they came over the line */
export async function get(url: string, cookie: string): Promise<number> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers: { cookie, 'accept-encoding': 'br, gzip' } }, resolve)
      .on('error', reject)
      .end();
  });
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return bytes;
}

async function timeAtOnce(web: Pick<PortalProcess, 'url'>, cookie: string): Promise<number> {
  const endsAtMs = performance.now() + TIME_MAX_MS;
  const person = async () => {
    const times: number[] = [];
    while (performance.now() < endsAtMs) {
      const startedAtMs = performance.now();
      await get(`${web.url}/`, cookie);
      times.push(performance.now() - startedAtMs);
    }
    return times;
  };
  return median((await Promise.all(Array.from({ length: AT_ONCE }, person))).flat());
}
