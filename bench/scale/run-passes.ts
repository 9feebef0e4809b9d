import { readConfig } from '#platform/config.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { buildPortal } from '#shell/build-portal.server.ts';
import { passes } from '#shell/registry.ts';

/*
 * Runs the passes named on the command line once each, in a process that does nothing else, so that its highest
 * resident size is theirs. Prints one line of JSON: seconds by pass, processor seconds, and megabytes at the peak.
 */
/** A pass is not waited for any longer; a start of readings that takes so long is past its aim by far. */
const LIMIT_MS = 120_000;
const LIMIT_OF_READINGS_MS = 60_000;
const names = process.argv.slice(2);
const portal = await buildPortal(readConfig(process.env), silentLog);
const metrics = createMetrics();
const seconds: Record<string, number> = {};
const before = process.cpuUsage();
for (const name of names) {
  const pass = passes.find((one) => one.name === name);
  if (pass === undefined) throw new Error(`no pass is named ${name}`);
  const startedAtMs = performance.now();
  const limitMs = name === 'subscriptions.readDueSubscriptions' ? LIMIT_OF_READINGS_MS : LIMIT_MS;
  await Promise.race([runPass(portal.app, pass, metrics), new Promise((resolve) => setTimeout(resolve, limitMs))]);
  seconds[name] = (performance.now() - startedAtMs) / 1000;
}
const { user, system } = process.cpuUsage(before);
const failed = (await metrics.passes.get()).values.filter(({ labels }) => labels.outcome === 'failed');
// A pass that was left at its limit still runs, and ends with the process.
console.log(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    failed: failed.map(({ labels }) => labels.pass),
  }),
);
process.exit(0);
