import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';
import { Refusal } from '#platform/refusal.ts';

/** Above any real sheet (42 MB uncompressed for the largest market known), far below what fills a machine. */
const UNCOMPRESSED_BYTES_MAX = 1024 ** 3;
/** An upload that is in memory comes as a single chunk, whose rows would hold the thread for seconds. */
const PIECE_BYTES = 64 * 1024;

/**
 * The text of a price sheet file, in pieces of at most 64 KiB, between which other requests run: CSV as it is or the
 * one CSV inside a zip, distinguished by the first bytes. UTF-8, or UTF-16 with a byte order mark.
 *
 * @throws Refusal `catalogue.sheetEmpty`, `catalogue.zipDamaged`, `catalogue.zipWithoutSheet`,
 *   `catalogue.zipWithSeveralSheets`, `catalogue.sheetIsWorkbook`, `catalogue.sheetTooLarge`
 */
export async function* readSheetText(file: Blob): AsyncGenerator<string> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (start.length === 0) throw new Refusal('catalogue.sheetEmpty');
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  const bytes: AsyncIterable<Uint8Array> = isZip ? await openZippedSheet(file) : bytesOf(file);
  let decoder: TextDecoder | undefined;
  let byteCount = 0;
  try {
    for await (const chunk of bytes) {
      byteCount += chunk.length;
      if (byteCount > UNCOMPRESSED_BYTES_MAX) throw tooLarge();
      decoder ??= new TextDecoder(isUtf16(chunk) ? 'utf-16le' : 'utf-8');
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        yield decoder.decode(chunk.subarray(start, start + PIECE_BYTES), { stream: true });
        // Others get the thread between two pieces.
        await setImmediate();
      }
    }
  } catch (error) {
    if (isZip && !(error instanceof Refusal)) throw new Refusal('catalogue.zipDamaged');
    throw error;
  }
  if (byteCount === 0) throw new Refusal('catalogue.sheetEmpty');
  yield decoder?.decode() ?? '';
}

function isUtf16(start: Uint8Array): boolean {
  return start[0] === 0xff && start[1] === 0xfe;
}

async function openZippedSheet(file: Blob): Promise<Readable> {
  let zip: ZipFile;
  let entries: Entry[];
  try {
    zip = await openZip(file);
    entries = await listEntries(zip);
  } catch {
    // Whatever the library reports, the zip cannot be read; the person can only send another.
    throw new Refusal('catalogue.zipDamaged');
  }
  if (entries.some((entry) => entry.fileName === '[Content_Types].xml')) throw new Refusal('catalogue.sheetIsWorkbook');
  const sheets = entries.filter(
    (entry) => /\.(csv|txt)$/i.test(entry.fileName) && !entry.fileName.startsWith('__MACOSX/'),
  );
  const [sheet] = sheets;
  if (sheet === undefined) throw new Refusal('catalogue.zipWithoutSheet');
  if (sheets.length > 1) throw new Refusal('catalogue.zipWithSeveralSheets', { count: sheets.length });
  if (sheet.uncompressedSize > UNCOMPRESSED_BYTES_MAX) throw tooLarge();
  return new Promise((resolve, reject) => {
    // The library ends the stream with an error when an entry holds more than it says.
    zip.openReadStream(sheet, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

function tooLarge(): Refusal {
  return new Refusal('catalogue.sheetTooLarge', { megabytesMax: UNCOMPRESSED_BYTES_MAX / 1024 ** 2 });
}

function openZip(file: Blob): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new BlobReader(file), file.size, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    );
  });
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

async function* bytesOf(file: Blob): AsyncGenerator<Buffer> {
  const reader = file.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield Buffer.from(read.value);
}

class BlobReader extends RandomAccessReader {
  readonly #file: Blob;

  constructor(file: Blob) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(bytesOf(this.#file.slice(start, end)), { objectMode: false });
  }
}
