import { systemActor } from './actor.ts';
import { isDatabaseAway } from './database-away.ts';
import type { Pass } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import type { Metrics } from './metrics.server.ts';
import { type AppContext, inContext } from './operation.server.ts';

const NEVER_STOPPED = new AbortController().signal;

/**
 * Runs a pass once, unless another process runs it now. A failure is logged and counted, and the next round tries
 * again: one pass that cannot run must not end the worker.
 *
 * @param stopping  ends the pass between two of its transactions
 */
export async function runPass(
  app: AppContext,
  pass: Pass,
  metrics: Metrics,
  stopping: AbortSignal = NEVER_STOPPED,
): Promise<void> {
  const log = app.log.child({ pass: pass.name });
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  const background = { ...app, queue: inBackground(app.queue) };
  try {
    await app.database.locks.whileHeld(`pass:${pass.name}`, (lost) =>
      pass.run({
        clock: app.clock,
        services: app.services,
        log,
        inTransaction: (run) => inContext(background, { kind: 'system' }, caller, log, run),
        countRows: (outcome, count) => metrics.passRows.inc({ pass: pass.name, outcome }, count),
        signal: AbortSignal.any([lost, stopping]),
      }),
    );
    if (stopping.aborted) return;
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
 * @param run  its signal fires when the rounds are stopped
 * @returns stops the rounds, and resolves when the running ones have ended
 */
export function repeatPasses(
  passes: readonly Pass[],
  run: (pass: Pass, stopping: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const stopping = new AbortController();
  const running = new Map<Pass, Promise<void>>();
  const round = (pass: Pass) => {
    if (running.has(pass)) return;
    running.set(
      pass,
      run(pass, stopping.signal).finally(() => running.delete(pass)),
    );
  };
  const timers = passes.map((pass) => setInterval(round, pass.everySeconds * 1000, pass));
  for (const pass of passes) round(pass);
  return async () => {
    stopping.abort();
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running.values());
  };
}
