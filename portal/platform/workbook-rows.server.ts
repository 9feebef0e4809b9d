import { readSheet, type SheetData } from 'read-excel-file/node';
import type { SheetRow } from './csv-rows.ts';
import { type OpenZip, openZip, UnreadableFile } from './zip.server.ts';

/** Rows handed on together. */
const ROWS_AT_A_TIME = 500;

/** Is this zip a workbook of Excel (XLSX)? */
export function isWorkbook({ entries }: OpenZip): boolean {
  return entries.some((entry) => entry.fileName === '[Content_Types].xml');
}

/**
 * Reads the rows of the first sheet of a workbook, as text. Numbers keep their digits; a date becomes ISO text.
 *
 * Before the library sees the file, all its parts have been unpacked once and counted, so that a workbook cannot unpack
 * to more than it says, nor to more than a machine has.
 *
 * @param bytesMax  of all parts unpacked; the cells are in memory all at once
 * @throws UnreadableFile
 */
export async function* readWorkbookRows(file: Blob, bytesMax: number): AsyncGenerator<SheetRow[]> {
  await countUnpacked(await openZip(file), bytesMax);
  const rows = await readCells(Buffer.from(await file.arrayBuffer()));
  if (rows.length === 0) throw new UnreadableFile('empty');
  for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
    yield rows.slice(start, start + ROWS_AT_A_TIME);
  }
}

/** Unpacks every part and forgets it. */
async function countUnpacked(zip: OpenZip, bytesMax: number): Promise<void> {
  let byteCount = 0;
  for (const entry of zip.entries) {
    if (byteCount + entry.uncompressedSize > bytesMax) throw new UnreadableFile('tooLarge');
    try {
      for await (const chunk of await zip.open(entry)) {
        const { length } = chunk as Buffer;
        byteCount += length;
      }
    } catch {
      throw new UnreadableFile('damaged');
    }
  }
}

async function readCells(bytes: Buffer): Promise<SheetRow[]> {
  let cells: SheetData<string>;
  try {
    cells = await readSheet<string>(bytes, { trim: false, parseNumber: numberText });
  } catch {
    // Whatever the library reports, the workbook cannot be read; the person can only send another.
    throw new UnreadableFile('damaged');
  }
  return cells.flatMap((row, index) => {
    const texts = row.map(cellText);
    return texts.every((text) => text === '') ? [] : [{ line: index + 1, cells: texts }];
  });
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/** A number with three decimals gets a fourth one: as text it could be taken for thousands. */
function numberText(digits: string): string {
  const plain = /e/i.test(digits) ? Number(digits).toFixed(12).replace(/0+$/, '').replace(/\.$/, '') : digits;
  return /^\d{1,3}\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}
