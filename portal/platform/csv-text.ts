/**
 * Rows as CSV for spreadsheets: a byte-order mark, so that Excel reads UTF-8; lines end in CRLF. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it; so does every part of a text that would begin a
 * cell in a spreadsheet whose list separator is the semicolon, as in Italy, or that does not know quotes.
 *
 * @source RFC 4180; OWASP, "CSV Injection"
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

/** The begin of a text or of a part of it, blanks and quotes, and a sign that begins a formula, also in full width. */
const FORMULA_START = /(^|[;,|\t\r\n])([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

function cellText(value: string): string {
  const isNumber = /^-?\d+([.,]\d+)?$/.test(value);
  const safe = isNumber ? value : value.replace(/^(?=[\t\r\n])/, "'").replace(FORMULA_START, "$1$2'");
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
