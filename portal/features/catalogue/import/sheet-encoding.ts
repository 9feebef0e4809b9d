import { isAscii, isUtf8 } from 'node:buffer';
import { Refusal } from '#platform/refusal.ts';

/**
 * Decodes the bytes of a text file: UTF-8 and UTF-16 of either byte order, with or without a mark, and Windows-1252.
 * Anything else is refused: a title must never be stored garbled.
 *
 * @throws Refusal `catalogue.sheetEncodingUnknown`
 */
export async function* decodeSheet(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let isStart = true;
  for await (const chunk of withWholeStart(chunks)) {
    decoder ??= decoderFor(chunk);
    const text = checked(decoder.take(chunk));
    yield isStart && text.startsWith('\uFEFF') ? text.slice(1) : text;
    isStart = false;
  }
  if (decoder !== undefined) yield checked(decoder.end());
}

/** Bytes that tell the encoding. */
const START_BYTES = 4;

/** The chunks as they are, the first with enough bytes to tell the encoding. */
async function* withWholeStart(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < START_BYTES) continue;
    yield start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

type Decoder = Readonly<{ take(chunk: Uint8Array): string; end(): string }>;

/** Decided by the byte order mark, or by the zeros that ASCII letters have in UTF-16: a header is ASCII. */
function decoderFor([a, b, c, d]: Uint8Array): Decoder {
  const isUtf32 = (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0);
  if (isUtf32) throw unknownEncoding();
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return utf16('utf-16le');
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return utf16('utf-16be');
  return new EightBitDecoder();
}

function utf16(encoding: 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return {
    take: (chunk) => refusingFaults(() => decoder.decode(chunk, { stream: true })),
    end: () => refusingFaults(() => decoder.decode()),
  };
}

function refusingFaults(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw unknownEncoding();
    throw error;
  }
}

/**
 * UTF-8, until a byte shows that it is Windows-1252. Up to there both mean the same, as long as all was ASCII; a file
 * that mixes the two is refused.
 */
class EightBitDecoder implements Decoder {
  #carried: Uint8Array = new Uint8Array();
  #isWindows = false;
  #hasOtherThanAscii = false;

  take(chunk: Uint8Array): string {
    const bytes = this.#carried.length === 0 ? chunk : Buffer.concat([this.#carried, chunk]);
    const end = this.#isWindows ? bytes.length : endOfCharacters(bytes);
    this.#carried = bytes.slice(end);
    return this.#decode(bytes.subarray(0, end));
  }

  end(): string {
    const rest = this.#carried;
    this.#carried = new Uint8Array();
    return this.#decode(rest);
  }

  #decode(bytes: Uint8Array): string {
    if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (!this.#isWindows && isUtf8(bytes)) {
      this.#hasOtherThanAscii = true;
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    }
    if (!this.#isWindows && this.#hasOtherThanAscii) throw unknownEncoding();
    this.#isWindows = true;
    return westernText(new TextDecoder('windows-1252').decode(bytes));
  }
}

/** Where the last complete character of UTF-8 ends; bytes that are no UTF-8 count as complete. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Letters of Western languages, and the signs that titles have: dashes, quotes, no-break spaces, trade marks. */
const WESTERN = /^[\n\r\t -~À-ÖØ-öø-ÿŒœŠšŽžŸ€‚„…†‡‰‹›‘’“”•–—™\u00A0¡£§©ª«\u00AD®¯°±²³´µ·¹º»¼½¾¿]*$/;
/** Three accented letters in a row are the words of another code page, read as this one. */
const OTHER_CODE_PAGE = /[À-ÖØ-öø-ÿ]{3}/;

function westernText(text: string): string {
  if (!WESTERN.test(text) || OTHER_CODE_PAGE.test(text)) throw unknownEncoding();
  return text;
}

/**
 * UTF-8 that another program has read as Windows-1252 and saved again (`Ã¨`, `â€“`), or has replaced by the sign for
 * "not readable".
 */
const GARBLED = /\uFFFD|[ÃÂ][\u0080-\u00BF]|â€/;

function checked(text: string): string {
  if (GARBLED.test(text)) throw unknownEncoding();
  return text;
}

function unknownEncoding(): Refusal {
  return new Refusal('catalogue.sheetEncodingUnknown');
}
