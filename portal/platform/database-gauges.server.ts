import { sql } from 'drizzle-orm';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from './clock.ts';
import type { Database, Tx } from './database.server.ts';
import type { Log } from './logging.server.ts';
import { createOutageLog } from './outage-log.ts';

/** A metric that is counted in the database when metrics are read. */
export type DatabaseGauge = Readonly<{
  name: string;
  help: string;
  labelNames: readonly string[];
  /** Reads in the system's scope. Labels are names from the code. */
  read(context: Readonly<{ tx: Tx; clock: Clock }>): Promise<readonly GaugeValue[]>;
}>;

export type GaugeValue = Readonly<{ labels: Readonly<Record<string, string>>; value: number }>;

/** Every process is read by several monitors, and the numbers change slowly. */
const KEPT_MS = 15_000;
/** A monitor must never be the load: what takes longer is left out, and counted. */
const TIME_LIMIT_MS = 2_000;

/**
 * Adds gauges that are read from the database: all of them in one transaction, at most once in fifteen seconds. Without
 * an answer they have no value, which alerts recognise as absent.
 */
export function collectFromDatabase(
  registry: Registry,
  given: Readonly<{ database: Database; clock: Clock; log: Log; gauges: readonly DatabaseGauge[]; keptMs?: number }>,
): void {
  const { database, clock, gauges, keptMs = KEPT_MS } = given;
  const outages = createOutageLog(given.log, 'the reading of metrics from the database');
  const failures = new Counter({
    name: 'database_gauges_failures_total',
    help: 'Readings of metrics from the database that failed or took too long.',
    registers: [registry],
  });
  let last: { readMs: number; values: Promise<ReadonlyMap<string, readonly GaugeValue[]>> } | undefined;
  const readAll = async () => {
    try {
      const values = await database.transaction({ kind: 'system' }, async (tx) => {
        await tx.execute(sql.raw(`set local statement_timeout = ${TIME_LIMIT_MS}`));
        const read = new Map<string, readonly GaugeValue[]>();
        for (const gauge of gauges) read.set(gauge.name, await gauge.read({ tx, clock }));
        return read;
      });
      outages.back();
      return values;
    } catch (error) {
      failures.inc();
      outages.lost(error);
      return new Map<string, readonly GaugeValue[]>();
    }
  };
  const valuesOf = async (name: string): Promise<readonly GaugeValue[]> => {
    const now = performance.now();
    if (last === undefined || now - last.readMs >= keptMs) last = { readMs: now, values: readAll() };
    return (await last.values).get(name) ?? [];
  };
  for (const { name, help, labelNames } of gauges) {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        const values = await valuesOf(name);
        this.reset();
        for (const { labels, value } of values) this.set({ ...labels }, value);
      },
    });
  }
}
