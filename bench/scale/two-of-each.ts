import { availableParallelism } from 'node:os';
import { signIn } from '../sign-in.ts';
import type { Buyer } from './buyer.ts';
import type { FilledService } from './filled-service.ts';
import { openShop, placeMany, type Shop, waitForEnds } from './orders.ts';
import { get } from './pages.ts';
import type { Table } from './table.ts';

const PEOPLE = 10;
const SECONDS = 6;
const ORDERS = 40;
/** Two web processes, two workers, the database, the simulator and this program each need a processor. */
const CORES_NEEDED = 6;
const TIMES_MIN = 1.6;

/** Two web processes and two workers on one database, against one of each. */
export async function measureTwoOfEach(
  service: FilledService,
  { buyer, table, size }: { buyer: Buyer; table: Table; size: number },
): Promise<string> {
  const one = await measureWith(await openShop(service, 1, 1), buyer);
  const two = await measureWith(await openShop(service, 2, 2), buyer);
  const cores = availableParallelism();
  const limit = cores >= CORES_NEEDED ? { floor: TIMES_MIN } : {};
  table.add(
    size,
    { name: 'two web processes against one, pages a second', unit: '×', decimals: 2, ...limit },
    two.pages / one.pages,
  );
  table.add(
    size,
    { name: 'two of each against one, orders to their end a second', unit: '×', decimals: 2, ...limit },
    two.orders / one.orders,
  );
  return cores >= CORES_NEEDED
    ? `Two of each are expected to do at least ${TIMES_MIN} times as much: this machine has ${cores} processors.`
    : `Two of each cannot do ${TIMES_MIN} times as much here: this machine has ${cores} processors, which one of each, the database, the simulator and this program already use. Found: ${one.pages.toFixed(0)} and ${two.pages.toFixed(0)} pages a second, ${one.orders.toFixed(1)} and ${two.orders.toFixed(1)} orders a second.`;
}

async function measureWith(shop: Shop, buyer: Buyer): Promise<{ pages: number; orders: number }> {
  try {
    const { orderIds: first } = await placeMany(shop, { ...buyer, count: PEOPLE });
    await waitForEnds(shop.service, first);
    const pages = await pagesASecond(shop);
    const startedAtMs = performance.now();
    const { orderIds } = await placeMany(shop, { ...buyer, count: ORDERS });
    await waitForEnds(shop.service, orderIds);
    return { pages, orders: (ORDERS * 1000) / (performance.now() - startedAtMs) };
  } finally {
    await shop.close();
  }
}

async function pagesASecond({ webs }: Shop): Promise<number> {
  const [first] = webs;
  if (first === undefined) throw new Error('no web process runs');
  const cookie = await signIn(first.url);
  const endsAtMs = performance.now() + SECONDS * 1000;
  let count = 0;
  const person = async (index: number) => {
    const url = (webs[index % webs.length] ?? first).url;
    while (performance.now() < endsAtMs) {
      await get(`${url}/account/subscriptions`, cookie);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, (_, index) => person(index)));
  return count / SECONDS;
}
