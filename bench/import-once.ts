import { openAsBlob } from 'node:fs';
import { dirname, join } from 'node:path';
import { importPriceSheet } from '#features/catalogue/catalogue.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, startApplication } from './catalogue-database.ts';

/*
 * Imports the sheet named on the command line twice into an empty embedded database beside it, in a process that does
 * nothing else, so that its highest resident size is the import's. Prints one line of JSON.
 */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node import-once.ts SHEET.csv');
const file = new File([await openAsBlob(path)], 'large-sheet.csv');
const { app, close } = await startApplication(join(dirname(path), 'data'));
const bytesBefore = process.memoryUsage().rss;
const first = await timedImport();
const peakBytes = process.resourceUsage().maxRSS * 1024;
const second = await timedImport();
await close();
console.log(JSON.stringify({ first, second, addedBytes: Math.max(0, peakBytes - bytesBefore) }));

async function timedImport(): Promise<{ imported: number; seconds: number }> {
  const startedAtMs = performance.now();
  const { imported } = await runOperation(app, importPriceSheet, { file }, CALLER);
  return { imported, seconds: (performance.now() - startedAtMs) / 1000 };
}
