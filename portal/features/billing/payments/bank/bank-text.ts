import { Refusal } from '#platform/refusal.ts';

/** Above any statement of a month, far below what fills a machine. */
const BYTES_MAX = 20 * 1024 ** 2;

/**
 * The text of a statement file: UTF-8, UTF-16 with a byte order mark, else Windows-1252, in which many banks write CSV.
 *
 * @throws Refusal `billing.statement.empty`, `billing.statement.tooLarge`
 */
export async function bankText(file: Blob): Promise<string> {
  if (file.size === 0) throw new Refusal('billing.statement.empty');
  if (file.size > BYTES_MAX) throw new Refusal('billing.statement.tooLarge', { megabytesMax: BYTES_MAX / 1024 ** 2 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: every byte is a character of Windows-1252.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
