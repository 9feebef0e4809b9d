/**
 * Rows as CSV for spreadsheets: a byte-order mark, so that Excel reads UTF-8; lines end in CRLF. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 *
 * @source RFC 4180; OWASP, "CSV Injection"
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

function cellText(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+([.,]\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
