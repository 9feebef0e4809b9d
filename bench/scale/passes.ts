import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { FilledService } from './filled-service.ts';
import type { Table } from './table.ts';

const TIME_LIMIT_MS = 300_000;
/** The work of a night over 100,000 subscriptions, in seconds of the machine: all reminders, term ends and readings. */
const NIGHT_SECONDS_MAX = 60;
const REMINDERS = 'deadlines.remindOfTermEnds';
const TERM_ENDS = 'deadlines.notifyOfTermEnds';
const READINGS = 'subscriptions.readDueSubscriptions';
const CHARGES = 'subscriptions.chargeDue';
/** They look for what is old or late, and find nothing. */
const OTHERS = [
  'orders.resume',
  'orders.forgetQuotes',
  'notifications.forget',
  'signIn.forget',
  'signIn.remindOfKeyEnds',
  'platform.forgetMails',
  'platform.forgetIdempotentCalls',
];

const Measured = z.object({
  seconds: z.record(z.string(), z.number()),
  cpuSeconds: z.number(),
  peakMb: z.number(),
  failed: z.array(z.string()),
});

/** Every pass once, with all that may be due at one time: each subscription is to be read, no reminder was sent. */
export async function measurePasses(service: FilledService, table: Table, size: number): Promise<void> {
  await makeAllDue(service);
  const { seconds, cpuSeconds, peakMb, failed } = await runPasses(service, [REMINDERS, TERM_ENDS, READINGS, ...OTHERS]);
  if (failed.length > 0) throw new Error(`passes failed: ${failed.join(', ')}`);
  const secondsOf = (...names: string[]) => names.reduce((sum, name) => sum + (seconds[name] ?? Number.NaN), 0);
  const counts = await countReached(service);

  const all = { name: 'passes of a night, all', unit: 's', ceiling: NIGHT_SECONDS_MAX, decimals: 1 };
  table.add(size, all, secondsOf(REMINDERS, TERM_ENDS, READINGS, ...OTHERS));
  table.add(size, { name: 'reminders', unit: 's', decimals: 1 }, secondsOf(REMINDERS));
  table.add(size, { name: 'reminders sent', unit: '' }, counts.reminded);
  table.add(size, { name: 'reminders left out, or sent twice', unit: '', ceiling: 0 }, counts.missed + counts.repeated);
  table.add(size, { name: 'term ends', unit: 's', decimals: 1 }, secondsOf(TERM_ENDS));
  table.add(size, { name: 'term ends notified', unit: '' }, counts.ended);
  table.add(size, { name: 'start of all readings', unit: 's', decimals: 1 }, secondsOf(READINGS));
  table.add(size, { name: 'jobs of the readings', unit: '' }, counts.jobs);
  table.add(size, { name: 'other passes, nothing due', unit: 's', decimals: 1 }, secondsOf(...OTHERS));
  table.add(size, { name: 'processor time of the worker for all passes', unit: 's', decimals: 1 }, cpuSeconds);
  table.add(size, { name: 'memory of the worker, at the peak', unit: 'MB', ceiling: 400 }, peakMb);
  await makeNothingDue(service);
  await measureCharges(service, table, size);
}

/** The charge cycles of a month, of every subscription that has one in it. */
async function measureCharges(service: FilledService, table: Table, size: number): Promise<void> {
  await service.query(`
    delete from charge where source = 'cycle' and id not in (select charge_id from billing_statement_line)`);
  await service.query(`
    update subscription set charged_until = current_date - 30, next_charge_on = current_date - 30 where status = 'active'`);
  await service.query('vacuum analyze subscription, charge');
  const { seconds, failed } = await runPasses(service, [CHARGES]);
  if (failed.length > 0) throw new Error(`passes failed: ${failed.join(', ')}`);
  const [row] = await service.query<{ charged: number; left: number }>(`
    select (select count(*) from charge where source = 'cycle')::int as charged,
      (select count(*) from subscription where next_charge_on <= current_date)::int as left`);
  table.add(size, { name: 'cycles of a month', unit: 's', ceiling: 60, decimals: 1 }, seconds[CHARGES] ?? Number.NaN);
  table.add(size, { name: 'cycles charged', unit: '' }, row?.charged ?? 0);
  table.add(size, { name: 'subscriptions with cycles left', unit: '', ceiling: 0 }, row?.left ?? Number.NaN);
}

async function runPasses(service: FilledService, names: readonly string[]): Promise<z.infer<typeof Measured>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'run-passes.ts'), ...names],
    { env: { ...process.env, ...service.passSettings }, timeout: TIME_LIMIT_MS },
  );
  return Measured.parse(JSON.parse(stdout));
}

async function makeAllDue(service: FilledService): Promise<void> {
  await service.forgetJobs();
  await service.query('delete from deadline_notice');
  await service.query(`delete from mail where kind like 'deadlines.%'`);
  await service.query(`delete from notification where kind in ('termEnds', 'subscriptionRenewed')`);
  await service.query(`update subscription set read_again_at = now() - interval '1 minute'`);
  await service.query('vacuum analyze subscription, deadline_notice, mail, notification');
}

/** Workers that run later in this benchmark find the subscriptions as read. */
async function makeNothingDue(service: FilledService): Promise<void> {
  await service.forgetJobs();
  await service.query(`update subscription set read_again_at = now() + (1 + random()) * interval '1 day'`);
  await service.query('vacuum analyze subscription');
}

type Counts = Readonly<{ reminded: number; missed: number; repeated: number; ended: number; jobs: number }>;

async function countReached(service: FilledService): Promise<Counts> {
  const [row] = await service.query<Counts>(`
    select
      (select count(*) from deadline_notice where kind like 'termEndsIn%')::int as reminded,
      (select count(*) from subscription
        where status = 'active' and term_end_outcome in ('renews', 'ends', 'extendsMonthly')
          and ends_before > current_date and ends_before <= current_date + 30 and ends_before - starts_on >= 60
          and not exists (select from deadline_notice where subscription_id = subscription.id))::int as missed,
      (select count(*) from (
        select from notification where kind = 'termEnds' group by person_id, link having count(*) > 1) as twice
      )::int as repeated,
      (select count(*) from deadline_notice where kind = 'renewed')::int as ended,
      (select count(*) from pgboss.job where data ->> 'job' like 'subscriptions.%')::int as jobs`);
  if (row === undefined) throw new Error('nothing was counted');
  return row;
}
