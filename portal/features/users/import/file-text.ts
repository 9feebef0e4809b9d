/**
 * The text of a file that a spreadsheet wrote: UTF-8, UTF-16 with or without a byte-order mark, or Windows-1252, in
 * which Excel writes a CSV in Western Europe. Bytes that are no UTF-8 are taken for the last.
 */
export function fileText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // The letters of a header have a zero byte beside them in UTF-16, and in no other encoding.
  if (second === 0 && first !== 0 && bytes.length > 1) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second !== 0 && bytes.length > 1) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw error;
  }
}
