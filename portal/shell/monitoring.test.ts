import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buildCustomer, buildOffer, buildTenantDraft, placeChange } from '#features/orders/builders.ts';
import { collectFromDatabase } from '#platform/database-gauges.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { gauges } from './registry.ts';
import { startWorld } from './testing/world.ts';

const MONITORING = join(import.meta.dirname, '..', '..', 'docs', 'monitoring');
/** Prometheus makes it itself, for each process that it reads. */
const OF_PROMETHEUS = ['up'];

test('every metric of the dashboard and of the alerts is in a scrape', async () => {
  const world = await startWorld();
  const metrics = createMetrics();
  metrics.collectProcess();
  metrics.collectPool(world.app.database);
  collectFromDatabase(metrics.registry, { ...world.app, gauges });
  const known = [...(await metrics.registry.metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  const named = [...new Set([...dashboardQueries(), ...alertQueries()].flatMap(metricsIn))];
  expect(named.length).toBeGreaterThan(15);
  const missing = named.filter((name) => !OF_PROMETHEUS.includes(name) && !known.includes(baseOf(name)));
  expect(missing).toEqual([]);
});

test('open orders, jobs, steps and calls are counted', async () => {
  const world = await startWorld();
  const { metrics } = world.services;
  collectFromDatabase(metrics.registry, { ...world.app, gauges, keptMs: 0 });
  const { accountId, administrator } = await buildCustomer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const line = { offerId: await buildOffer(world), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 };
  await placeChange(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const before = await metrics.registry.metrics();
  expect(before).toContain('orders_open_count{status="running",age="hour"} 1');
  expect(before).toContain('orders_open_oldest_seconds{status="running"} 0');
  expect(before).toMatch(/jobs_count\{job="orders.advance",state="waiting"\} 1/);
  expect(before).toMatch(/jobs_oldest_due_seconds\{job="orders.advance"\} \d/);

  await world.runJobs();
  const after = await metrics.registry.metrics();
  expect(after).not.toContain('orders_open_count{');
  expect(after).toMatch(/order_step_duration_seconds_count\{step="checkout",outcome="done"\} 1/);
  expect(after).toMatch(
    /partner_center_request_duration_seconds_count\{route="POST v1\/customers[^"]*checkout",status="201"\} 1/,
  );
  expect(after).toMatch(/partner_center_leased_requests [1-9]/);
  expect(after).toMatch(/mails_count\{status="kept"\} [1-9]/);
});

test('a database that does not answer leaves the other metrics', async () => {
  const metrics = createMetrics();
  const world = await startWorld();
  const database = { ...world.app.database, transaction: () => Promise.reject(new Error('away')) };
  collectFromDatabase(metrics.registry, { database, clock: world.clock, log: silentLog, gauges });
  await metrics.registry.metrics();
  const text = await metrics.registry.metrics();
  expect(text, 'the second reading is within the time for which the first is kept').toContain(
    'database_gauges_failures_total 1',
  );
  expect(text).toContain('# TYPE jobs_count gauge');
  expect(text).not.toMatch(/^jobs_count\{/m);
});

const Dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) });

function dashboardQueries(): string[] {
  const { panels } = Dashboard.parse(JSON.parse(readFileSync(join(MONITORING, 'dashboard.json'), 'utf8')));
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

function alertQueries(): string[] {
  const rules = readFileSync(join(MONITORING, 'alerts.yml'), 'utf8');
  return [...rules.matchAll(/^\s+expr: (.+)$/gm)].map(([, query = '']) => query);
}

/** The names in a query that are neither a function nor a label. */
function metricsIn(query: string): string[] {
  const plain = query.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)|"[^"]*"/g, ' ');
  return [...plain.matchAll(/\b([a-z]\w*)\b(?!\s*\()/g)].map(([, name = '']) => name).filter((name) => name !== 'by');
}

/** A histogram has three names in queries. */
function baseOf(name: string): string {
  return name.replace(/_(bucket|sum|count)$/, (suffix, _kind, _at, whole: string) =>
    /_seconds_(bucket|sum|count)$/.test(whole) ? '' : suffix,
  );
}
