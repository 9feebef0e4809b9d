import { startDemo } from '../e2e/demo.ts';
import { type Metric, median } from './metric.ts';
import { signIn } from './sign-in.ts';

const ALONE = 15;
const AT_ONCE = 100;
const PAGES_BEFORE = 20;

/** Sign-ins with the cost of the hash, and what a hundred at once do to another person's page. */
export async function measure(): Promise<Metric[]> {
  const { demo, stop } = await startDemo();
  try {
    const cookie = await signIn(demo.url);
    const openPage = () => msOf(() => get(`${demo.url}/`, cookie));
    const alone = await times(ALONE, () => msOf(() => signIn(demo.url)));
    const before = await times(PAGES_BEFORE, openPage);

    const startedAtMs = performance.now();
    let isOver = false;
    const crowd = Promise.all(Array.from({ length: AT_ONCE }, () => signIn(demo.url))).finally(() => {
      isOver = true;
    });
    const meanwhile: number[] = [];
    while (!isOver) meanwhile.push(await openPage());
    await crowd;
    const seconds = (performance.now() - startedAtMs) / 1000;
    return [
      { name: 'one sign-in, hash included', value: median(alone), unit: 'ms', ceiling: 200 },
      { name: `${AT_ONCE} sign-ins at once, each`, value: (seconds * 1000) / AT_ONCE, unit: 'ms', ceiling: 100 },
      { name: 'dashboard before', value: median(before), unit: 'ms', ceiling: 30 },
      { name: `dashboard while ${AT_ONCE} sign in`, value: median(meanwhile), unit: 'ms', ceiling: 150 },
      { name: `dashboard while ${AT_ONCE} sign in, slowest`, value: Math.max(...meanwhile), unit: 'ms', ceiling: 1000 },
    ];
  } finally {
    await stop();
  }
}

async function get(url: string, cookie: string): Promise<void> {
  const response = await fetch(url, { headers: { cookie } });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

async function msOf(act: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await act();
  return performance.now() - startedAtMs;
}

async function times(count: number, measureOnce: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < count; round += 1) values.push(await measureOnce());
  return values;
}
