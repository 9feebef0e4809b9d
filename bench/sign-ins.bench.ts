import { startDemo } from '../e2e/demo.ts';
import { type Metric, median } from './metric.ts';
import { signIn } from './sign-in.ts';

const ALONE = 15;
const AT_ONCE = 100;
const PAGES_BEFORE = 20;
const REFUSED = 25;

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
    const known = await refusedAtOnce(demo.url, 'utente');
    const unknown = await refusedAtOnce(demo.url, 'nessuno');
    return [
      { name: 'one sign-in, hash included', value: median(alone), unit: 'ms', ceiling: 200 },
      { name: `${AT_ONCE} sign-ins at once, each`, value: (seconds * 1000) / AT_ONCE, unit: 'ms', ceiling: 100 },
      { name: 'dashboard before', value: median(before), unit: 'ms', ceiling: 30 },
      { name: `dashboard while ${AT_ONCE} sign in`, value: median(meanwhile), unit: 'ms', ceiling: 150 },
      { name: `dashboard while ${AT_ONCE} sign in, slowest`, value: Math.max(...meanwhile), unit: 'ms', ceiling: 1000 },
      {
        name: `${REFUSED} refused at once, known less unknown login`,
        value: Math.abs(known - unknown),
        unit: 'ms',
        ceiling: 100,
      },
    ];
  } finally {
    await stop();
  }
}

/** The median time of wrong passwords for one login, sent at once: it must not depend on whether the login exists. */
async function refusedAtOnce(url: string, login: string): Promise<number> {
  const refuse = async () => {
    const body = new URLSearchParams({ login, password: 'una password sbagliata' });
    const response = await fetch(`${url}/sign-in`, { method: 'POST', headers: { origin: url }, body });
    await response.arrayBuffer();
    if (response.status !== 422) throw new Error(`a wrong password was answered by ${response.status}`);
  };
  return median(await Promise.all(Array.from({ length: REFUSED }, () => msOf(refuse))));
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
