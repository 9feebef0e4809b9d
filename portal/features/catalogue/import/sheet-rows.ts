import type { Entry } from 'yauzl';
import { readCsvRows, type SheetRow } from '#platform/csv-rows.ts';
import { Refusal } from '#platform/refusal.ts';
import { isWorkbook, readWorkbookRows } from '#platform/workbook-rows.server.ts';
import { bytesOf, isZip, type OpenZip, openZip, UnreadableFile } from '#platform/zip.server.ts';
import { findColumns } from './price-sheet-row.ts';
import { inPieces, tooLarge, UNCOMPRESSED_BYTES_MAX } from './sheet-bytes.ts';
import { decodeSheet } from './sheet-encoding.ts';

/** Ten times the uncompressed size of the largest real workbook known. */
const WORKBOOK_BYTES_MAX = 256 * 1024 ** 2;

/**
 * The rows of a price sheet file, its header first: CSV as it is, a workbook of Excel, or the one sheet inside a zip,
 * told apart by the first bytes.
 *
 * @throws Refusal `catalogue.sheetEmpty`, `catalogue.zipDamaged`, `catalogue.zipWithoutSheet`,
 *   `catalogue.zipWithSeveralSheets`, `catalogue.sheetTooLarge`, `catalogue.sheetEncodingUnknown`
 */
export async function* readSheetRows(file: Blob): AsyncGenerator<SheetRow[]> {
  try {
    yield* rowsOfFile(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.reason === 'tooLarge') throw tooLarge(WORKBOOK_BYTES_MAX);
    throw new Refusal(error.reason === 'empty' ? 'catalogue.sheetEmpty' : 'catalogue.zipDamaged');
  }
}

async function* rowsOfFile(file: Blob): AsyncGenerator<SheetRow[]> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (start.length === 0) throw new Refusal('catalogue.sheetEmpty');
  if (!isZip(start)) return yield* readCsvRows(decodeSheet(inPieces(bytesOf(file))));

  const zip = await openZip(file);
  if (isWorkbook(zip)) return yield* readWorkbookRows(file, WORKBOOK_BYTES_MAX);
  const sheet = await findSheet(zip);
  if (sheet.uncompressedSize > UNCOMPRESSED_BYTES_MAX) throw tooLarge();
  if (/\.xlsx$/i.test(sheet.fileName) && sheet.uncompressedSize > WORKBOOK_BYTES_MAX)
    throw tooLarge(WORKBOOK_BYTES_MAX);
  if (/\.xlsx$/i.test(sheet.fileName)) return yield* readWorkbookRows(await unpacked(zip, sheet), WORKBOOK_BYTES_MAX);
  try {
    yield* readCsvRows(decodeSheet(inPieces(await zip.open(sheet))));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('catalogue.zipDamaged');
  }
}

/** The sheet of a zip: of several files the one that begins with the header of a price sheet. */
async function findSheet(zip: OpenZip): Promise<Entry> {
  const found = zip.entries.filter(
    ({ fileName }) => /\.(csv|txt|tsv|xlsx)$/i.test(fileName) && !fileName.startsWith('__MACOSX/'),
  );
  const [only] = found;
  if (only === undefined) throw new Refusal('catalogue.zipWithoutSheet');
  if (found.length === 1) return only;

  const sheets: Entry[] = [];
  for (const entry of found) if (await hasHeader(zip, entry)) sheets.push(entry);
  const [sheet] = sheets;
  if (sheet === undefined) throw new Refusal('catalogue.zipWithoutSheet');
  if (sheets.length > 1) throw new Refusal('catalogue.zipWithSeveralSheets', { count: sheets.length });
  return sheet;
}

async function hasHeader(zip: OpenZip, entry: Entry): Promise<boolean> {
  if (/\.xlsx$/i.test(entry.fileName)) return true;
  const stream = await zip.open(entry);
  try {
    for await (const [header] of readCsvRows(decodeSheet(stream))) {
      return header !== undefined && 'cells' in header && !('missing' in findColumns(header.cells));
    }
    return false;
  } catch (error) {
    // A readme in an unknown encoding is no sheet; what else fails does so again when the sheet is read.
    if (error instanceof Refusal) return false;
    throw new Refusal('catalogue.zipDamaged');
  } finally {
    stream.destroy();
  }
}

async function unpacked(zip: OpenZip, entry: Entry): Promise<Blob> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  try {
    for await (const chunk of await zip.open(entry)) chunks.push(chunk as Buffer<ArrayBuffer>);
  } catch {
    throw new Refusal('catalogue.zipDamaged');
  }
  return new Blob(chunks);
}
