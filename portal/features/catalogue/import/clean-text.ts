/**
 * Invisible characters: zero-width spaces and joiners, marks of direction, soft hyphens, byte order marks, controls.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds them
const INVISIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;
const NEEDS_CLEANING = /[^\x20-\x7E]|^ | $| {2}/;

/**
 * A title or an id on one line: without invisible characters, every run of spaces (no-break ones too) a single space.
 */
export function cleanLine(text: string): string {
  return NEEDS_CLEANING.test(text) ? text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim() : text;
}

/** A description: like {@link cleanLine}, but its line breaks stay. */
export function cleanParagraphs(text: string): string {
  if (!NEEDS_CLEANING.test(text)) return text;
  return text.replaceAll('\r\n', '\n').split('\n').map(cleanLine).join('\n').trim();
}
