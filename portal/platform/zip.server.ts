import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';

/** A zip file and what it holds; its streams end with an error where an entry holds more than it says. */
export type OpenZip = Readonly<{
  entries: readonly Entry[];
  open(entry: Entry): Promise<Readable>;
}>;

/** A file that was sent cannot be read: it is damaged, it is no such file, or it unpacks to more than is allowed. */
export class UnreadableFile extends Error {
  readonly reason: 'damaged' | 'tooLarge' | 'empty';

  constructor(reason: UnreadableFile['reason']) {
    super(`the file is unreadable: ${reason}`);
    this.reason = reason;
  }
}

/** The bytes of a file as they come. */
export async function* bytesOf(file: Blob): AsyncGenerator<Buffer> {
  const reader = file.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield Buffer.from(read.value);
}

/** @throws UnreadableFile */
export async function openZip(file: Blob): Promise<OpenZip> {
  try {
    const zip = await readDirectory(file);
    const entries = await listEntries(zip);
    return { entries, open: (entry) => openEntry(zip, entry) };
  } catch {
    // Whatever the library reports, the zip cannot be read; the person can only send another.
    throw new UnreadableFile('damaged');
  }
}

export function isZip(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b;
}

function readDirectory(file: Blob): Promise<ZipFile> {
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

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
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
