import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { importPriceSheet, type PriceSheetReport } from '#features/catalogue/catalogue.ts';
import { systemActor } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { translatorOf } from '#shell/translators.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

/** Imports a price sheet from a file, read as a stream, and prints what became of its rows. */
export async function importSheet(given: {
  file: string;
  market: string | undefined;
  isDryRun: boolean;
  /** Plans that the file does not have leave the shelf. */
  isComplete: boolean;
  asJson: boolean;
}): Promise<void> {
  const file = await openSheet(given.file);
  const { market, isDryRun, isComplete } = given;
  const input = { file, isDryRun, isComplete, ...(market === undefined ? {} : { market }) };
  const report = await withPortal(({ app }) =>
    runOperation(app, importPriceSheet, input, { actor: systemActor(), requestId: crypto.randomUUID() }),
  );
  if (given.asJson) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(`${await reportText(file.name, report)}\n`);
}

/** A file that is read when it is needed, not held in memory. */
async function openSheet(path: string): Promise<File> {
  try {
    return new File([await openAsBlob(path)], basename(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UsageError(`The file "${path}" cannot be read: ${error.message}`);
    throw error;
  }
}

async function reportText(name: string, report: PriceSheetReport): Promise<string> {
  const { t } = await translatorOf('en');
  const { rowsRead, imported, unchanged, duplicates, offersAdded, rejectedCount, rejected } = report;
  const { withdrawnCount, heldCount } = report;
  const unlistedCount = rejectedCount - rejected.length;
  return [
    `${name}: ${rowsRead} rows read, ${imported} imported, ${unchanged} unchanged, ${duplicates} duplicate, ${rejectedCount} rejected; ${offersAdded} new offers.`,
    ...(withdrawnCount > 0 ? [`${withdrawnCount} offers leave the shelf.`] : []),
    ...(heldCount > 0 ? [`${heldCount} prices wait for the provider's word.`] : []),
    ...rejected.map(
      ({ line, reason, value }) =>
        `  line ${line}: ${t(`catalogue.reject.${reason}`)}${value === '' ? '' : ` (${value})`}`,
    ),
    ...(unlistedCount > 0 ? [`  and ${unlistedCount} more`] : []),
    ...(report.isDryRun ? ['This was a dry run: nothing was changed.'] : []),
  ].join('\n');
}
