import { sql } from 'drizzle-orm';
import { systemActor } from './actor.ts';
import { isDatabaseAway } from './database-away.ts';
import type { Pass } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import type { Metrics } from './metrics.server.ts';
import { type AppContext, inContext } from './operation.server.ts';

/**
 * Runs a pass once, unless another process runs it now. A failure is logged and counted, and the next round tries
 * again: one pass that cannot run must not end the worker.
 */
export async function runPass(app: AppContext, pass: Pass, metrics: Metrics): Promise<void> {
  const log = app.log.child({ pass: pass.name });
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  try {
    await inContext({ ...app, queue: inBackground(app.queue) }, { kind: 'system' }, caller, log, async (context) => {
      const { rows } = (await context.tx.execute(
        sql`select pg_try_advisory_xact_lock(hashtext(${`pass:${pass.name}`})) as held`,
      )) as unknown as { rows: { held: boolean }[] };
      if (rows[0]?.held === true) await pass.run(context);
    });
    metrics.passes.inc({ pass: pass.name, outcome: 'done' });
    metrics.passSuccess.set({ pass: pass.name }, Date.now() / 1000);
  } catch (error) {
    // No bug: the next round does the work once the database answers.
    log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error }, 'pass failed');
    metrics.passes.inc({ pass: pass.name, outcome: 'failed' });
  }
}

/** What a person has just asked for goes before the work that a pass finds, however much that is. */
function inBackground(queue: JobQueue): JobQueue {
  return {
    ...queue,
    start: (tx, spec, data, options) => queue.start(tx, spec, data, { ...options, isBackground: true }),
  };
}

/**
 * Runs each pass now and again at its interval. A round that takes longer than the interval is not run twice at a time.
 *
 * @returns stops the rounds, and resolves when the running ones have ended
 */
export function repeatPasses(passes: readonly Pass[], run: (pass: Pass) => Promise<void>): () => Promise<void> {
  const running = new Map<Pass, Promise<void>>();
  const round = (pass: Pass) => {
    if (running.has(pass)) return;
    running.set(
      pass,
      run(pass).finally(() => running.delete(pass)),
    );
  };
  const timers = passes.map((pass) => setInterval(round, pass.everySeconds * 1000, pass));
  for (const pass of passes) round(pass);
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running.values());
  };
}
