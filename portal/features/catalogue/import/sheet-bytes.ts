import { setImmediate } from 'node:timers/promises';
import { Refusal } from '#platform/refusal.ts';

/** Above any real sheet (42 MB uncompressed for the largest market known), far below what fills a machine. */
export const UNCOMPRESSED_BYTES_MAX = 1024 ** 3;
/** An upload that is in memory comes as a single chunk, whose rows would hold the thread for seconds. */
const PIECE_BYTES = 64 * 1024;

/**
 * Bytes in pieces of at most 64 KiB, between which other requests run.
 *
 * @throws Refusal `catalogue.sheetEmpty`, `catalogue.sheetTooLarge`
 */
export async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.length;
    if (byteCount > UNCOMPRESSED_BYTES_MAX) throw tooLarge();
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      yield chunk.subarray(start, start + PIECE_BYTES);
      // Others get the thread between two pieces.
      await setImmediate();
    }
  }
  if (byteCount === 0) throw new Refusal('catalogue.sheetEmpty');
}

export function tooLarge(bytesMax = UNCOMPRESSED_BYTES_MAX): Refusal {
  return new Refusal('catalogue.sheetTooLarge', { megabytesMax: Math.round(bytesMax / 1024 ** 2) });
}
