import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BackupError, BackupHeader, EndLine, FileLine, TableLine } from './backup-format.ts';

/** A part of a backup, in the order of the file. */
export type BackupPart =
  | Readonly<{ kind: 'table'; table: TableLine }>
  | Readonly<{ kind: 'file'; file: FileLine }>
  | Readonly<{ kind: 'row'; json: string }>
  | Readonly<{ kind: 'end'; end: EndLine }>;

/** @throws BackupError when the file is no backup of this format */
export async function readHeader(file: string): Promise<BackupHeader> {
  for await (const line of linesOf(file)) {
    const header = BackupHeader.safeParse(descriptionOf(line));
    if (header.success) return header.data;
    break;
  }
  throw new BackupError(`"${file}" is no backup of the portal.`);
}

/** The files of the data folder that belong to the rows. */
export async function readFiles(file: string): Promise<FileLine[]> {
  const files: FileLine[] = [];
  for await (const part of readParts(file)) {
    if (part.kind !== 'file') break;
    files.push(part.file);
  }
  return files;
}

/** What follows the header. */
export async function* readParts(file: string): AsyncGenerator<BackupPart> {
  let isHeader = true;
  for await (const line of linesOf(file)) {
    if (isHeader) isHeader = false;
    else if (!line.startsWith('#')) yield { kind: 'row', json: line };
    else yield partOf(descriptionOf(line), file);
  }
}

function partOf(description: unknown, file: string): BackupPart {
  const table = TableLine.safeParse(description);
  if (table.success) return { kind: 'table', table: table.data };
  const attached = FileLine.safeParse(description);
  if (attached.success) return { kind: 'file', file: attached.data };
  const end = EndLine.safeParse(description);
  if (end.success) return { kind: 'end', end: end.data };
  throw new BackupError(`"${file}" holds a part that this version does not know.`);
}

function descriptionOf(line: string): unknown {
  if (!line.startsWith('#')) return undefined;
  try {
    return JSON.parse(line.slice(1));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Lines end with a line feed alone: a row may hold other characters that end a line elsewhere, as U+2028. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = createGunzip().setEncoding('utf8');
  // A failure of either ends the loop below with it.
  pipeline(createReadStream(file), text, () => {});
  let rest = '';
  try {
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new BackupError(`"${file}" is damaged or not complete (${error.message}).`, { cause: error });
    throw error;
  }
}
