import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importPriceSheet } from '#features/catalogue/catalogue.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, startApplication } from './catalogue-database.ts';

/*
 * Imports the sheet named on the command line twice into an empty database, in a process that does nothing else, so
 * that its highest resident size is the import's. Prints one line of JSON. The embedded database is part of the
 * process; its folder is made beside the sheet.
 */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node import-once.ts SHEET.csv');
const file = new File([await openAsBlob(path)], 'large-sheet.csv');
const { app, close } = await startApplication(join(dirname(path), 'data'));
forgetPeak();
const first = await timedImport();
const peakBytes = readPeak();
const second = await timedImport();
await close();
console.log(JSON.stringify({ first, second, peakBytes }));

async function timedImport(): Promise<{ imported: number; seconds: number }> {
  const startedAtMs = performance.now();
  const { imported } = await runOperation(app, importPriceSheet, { file }, CALLER);
  return { imported, seconds: (performance.now() - startedAtMs) / 1000 };
}

/**
 * The start takes more memory than it needs afterwards, and an import would hide behind that. Linux counts the peak
 * anew from here (proc(5), `clear_refs`).
 */
function forgetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

/** Elsewhere it is the peak since the start of the process. */
function readPeak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('/proc/self/status names no peak');
  return Number(kilobytes) * 1024;
}
