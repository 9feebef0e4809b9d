import { availableParallelism } from 'node:os';
import { findPostgresPrograms } from '../../portal/bin/testing/own-postgres.ts';
import type { Metric } from '../metric.ts';
import { findBuyer } from './buyer.ts';
import { PRODUCT_COUNT } from './fill-catalogue.ts';
import { CUSTOMER_COUNT } from './fill-customers.ts';
import { type FilledService, openFilledService } from './filled-service.ts';
import { measureOrders, openShop } from './orders.ts';
import { measureOutage } from './outage.ts';
import { measurePages } from './pages.ts';
import { measurePasses } from './passes.ts';
import { measureReadings } from './readings.ts';
import { startFilledSimulator } from './simulator.ts';
import { tableSizes } from './sizes.ts';
import { createTable, type Table } from './table.ts';
import { measureTwoOfEach } from './two-of-each.ts';

/*
 * Pages, orders and passes beside 1,000, 10,000 and 100,000 subscriptions of other customers, on a PostgreSQL server
 * of its own that is removed at the end. `npm run bench -- scale 1000 10000` measures these sizes alone.
 */

const SIZES = [1_000, 10_000, 100_000];

export async function measure(given: readonly string[] = []): Promise<Metric[]> {
  const programs = findPostgresPrograms();
  if (programs === undefined) {
    throw new Error(
      'this needs the programs of a PostgreSQL server: install the package postgresql (version 15 or newer)',
    );
  }
  const sizes = given.length === 0 ? SIZES : given.map(Number).sort((left, right) => left - right);
  const say = sayer();
  say(`${availableParallelism()} processors; filling ${CUSTOMER_COUNT} customers and ${PRODUCT_COUNT} products …`);
  const service = await openFilledService(programs);
  try {
    const table = createTable();
    const notes: string[] = [];
    let filled = 0;
    for (const size of sizes) {
      say(`filling ${size} subscriptions …`);
      await service.growTo(filled, size);
      filled = size;
      notes.push(...(await measureSize(service, { table, size, isLargest: size === sizes.at(-1), say })));
      // What was measured is there even if a later part is interrupted.
      process.stdout.write(`\n${[table.text(), ...notes].join('\n\n')}\n\n`);
    }
    return table.metrics();
  } finally {
    await service.close();
  }
}

async function measureSize(
  service: FilledService,
  { table, size, isLargest, say }: { table: Table; size: number; isLargest: boolean; say: (text: string) => void },
): Promise<string[]> {
  say('pages …');
  const costs = await measurePages(service, table, size);
  const sizes = await tableSizes(service);
  if (isLargest) process.stdout.write(`\n${costs}\n\n${sizes}\n\n`);
  say('passes …');
  await measurePasses(service, table, size);
  const simulator = await startFilledSimulator(service);
  const shop = await openShop(service, 1, 1);
  const [web] = shop.webs;
  if (web === undefined) throw new Error('no web process runs');
  try {
    say('orders …');
    const buyer = await findBuyer(service, web, 'admin');
    await measureOrders(shop, { ...buyer, table, size });
    if (!isLargest) return [];
    say('readings …');
    await measureReadings(shop, { simulator, table, size });
    process.stdout.write(`\n${table.text()}\n\n`);
    say('outage of the vendor …');
    const other = await findBuyer(service, web, 'elena.conti');
    await measureOutage(shop, { simulator, blocked: buyer, other, table, size });
    await shop.close();
    say('two processes of each …');
    const found = await measureTwoOfEach(service, { buyer, table, size });
    return [found];
  } finally {
    await shop.close();
    await simulator.close();
    say('measured');
  }
}

function sayer(): (text: string) => void {
  const startedAtMs = performance.now();
  return (text) => {
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(`  ${String(seconds).padStart(5)} s  ${text}\n`);
  };
}
