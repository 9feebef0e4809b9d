import { readCsvRows, type SheetRow } from '#platform/csv-rows.ts';
import { Refusal } from '#platform/refusal.ts';
import { readWorkbookRows } from '#platform/workbook-rows.server.ts';
import { isZip, UnreadableFile } from '#platform/zip.server.ts';
import { fileText } from './file-text.ts';

/** A thousand people with a hundred columns are a tenth of it. */
const WORKBOOK_BYTES_MAX = 32 * 1024 ** 2;

/** Rows that were typed, or pasted from a spreadsheet; delimiters are commas, semicolons or tabs. */
export function rowsOfText(text: string): AsyncIterable<SheetRow[]> {
  return readCsvRows(inOnePiece(withoutVersionLine(text)));
}

/**
 * The rows of a file: the first sheet of an Excel workbook (XLSX), or CSV in the encoding of a spreadsheet.
 *
 * @throws Refusal `users.fileUnreadable`, `users.fileTooLarge`
 */
export async function* rowsOfFile(file: Blob): AsyncGenerator<SheetRow[]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isZip(bytes)) return yield* rowsOfText(fileText(bytes));
  try {
    yield* readWorkbookRows(file, WORKBOOK_BYTES_MAX);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.reason === 'empty') return;
    throw error.reason === 'tooLarge'
      ? new Refusal('users.fileTooLarge', { megabytesMax: WORKBOOK_BYTES_MAX / 1024 ** 2 })
      : new Refusal('users.fileUnreadable');
  }
}

async function* inOnePiece(text: string): AsyncGenerator<string> {
  yield text;
}

/** Its one cell would decide about the delimiter of all rows. */
function withoutVersionLine(text: string): string {
  return text.replace(/^\uFEFF?\s*"?version:v[\d.]+"?[,;\t]*\r?\n/i, '').replace(/^\uFEFF/, '');
}
