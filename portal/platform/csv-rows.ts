/** A row of a sheet; `line` is its first line in the file, counted from 1. */
export type SheetRow = Readonly<{ line: number; cells: readonly string[] } | { line: number; brokenText: string }>;

/**
 * A quoted cell longer than this was never closed: the longest descriptions of real sheets have under 1,000
 * characters.
 */
const ROW_LENGTH_MAX = 32 * 1024;

/**
 * Reads CSV (RFC 4180) from chunks of text and returns the rows of each chunk together. Quoted cells may contain
 * delimiters, doubled quotes and line breaks; a quote inside an unquoted cell is a character like any other. Blank
 * lines are no rows. The first row is the header: it decides between comma, semicolon and tab, and how many cells a
 * row has. A line `sep=;` before it, as Excel writes it, decides the delimiter instead. Lines end with LF, CR LF or,
 * in the whole file, CR.
 *
 * A quote that is never closed breaks its own row only, and reading continues with the next line. Decision 0014 says
 * why the reader is ours.
 */
export async function* readCsvRows(chunks: AsyncIterable<string>): AsyncGenerator<SheetRow[]> {
  const reading = new Reading();
  for await (const chunk of withLineFeeds(chunks)) {
    const rows = reading.take(chunk, false);
    if (rows.length > 0) yield rows;
  }
  const rows = reading.take('', true);
  if (rows.length > 0) yield rows;
}

/** The text as it is, or with a line feed for each CR in a file whose first line ends with CR alone. */
async function* withLineFeeds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let endsWithReturn: boolean | undefined;
  let carried = '';
  for await (const chunk of chunks) {
    const text = carried + chunk;
    carried = '';
    endsWithReturn ??= isReturnOnly(text);
    // The next chunk may begin with the line feed that belongs to this CR.
    if (endsWithReturn === undefined && text.endsWith('\r')) carried = '\r';
    const piece = carried === '' ? text : text.slice(0, -1);
    yield endsWithReturn ? piece.replaceAll('\r', '\n') : piece;
  }
  if (carried !== '') yield '\n';
}

/** Undefined as long as the text does not show how its first line ends. */
function isReturnOnly(text: string): boolean | undefined {
  const end = text.search(/[\r\n]/);
  if (end === -1) return undefined;
  if (text[end] === '\n') return false;
  return end + 1 === text.length ? undefined : text[end + 1] !== '\n';
}

class Reading {
  #rest = '';
  #line = 1;
  #delimiter: string | undefined;
  #cellCount = 0;

  take(chunk: string, isEnd: boolean): SheetRow[] {
    const text = this.#rest + chunk;
    const rows: SheetRow[] = [];
    let start = 0;
    while (start < text.length) {
      const lineEnd = text.indexOf('\n', start);
      if (lineEnd === -1 && !isEnd) break;
      const end = lineEnd === -1 ? text.length : lineEnd;
      if (this.#delimiter === undefined) {
        const line = withoutReturn(text.slice(start, end));
        const stated = statedDelimiter(line);
        if (line.trim() !== '') this.#delimiter = stated ?? delimiterOf(line);
        if (line.trim() === '' || stated !== undefined) {
          this.#line += 1;
          start = end + 1;
          continue;
        }
      }
      const parsed = this.#parse(text, start, end, isEnd);
      if (parsed === 'needsMore') break;
      if (parsed.row !== undefined) rows.push(parsed.row);
      if (this.#cellCount === 0 && parsed.row !== undefined && 'cells' in parsed.row)
        this.#cellCount = parsed.row.cells.length;
      this.#line += parsed.lines;
      start = parsed.next;
    }
    this.#rest = text.slice(start);
    return rows;
  }

  /** Reads the row that starts at `start`; its first line ends at `end`. */
  #parse(
    text: string,
    start: number,
    end: number,
    isEnd: boolean,
  ): { row: SheetRow | undefined; next: number; lines: number } | 'needsMore' {
    const firstLine = withoutReturn(text.slice(start, end));
    const delimiter = this.#delimiter ?? ',';
    if (!firstLine.includes('"')) {
      const row = firstLine.trim() === '' ? undefined : { line: this.#line, cells: firstLine.split(delimiter) };
      return { row, next: end + 1, lines: 1 };
    }
    const quoted = parseQuoted(text, start, delimiter, isEnd);
    if (quoted === 'open' && !isEnd && text.length - start < ROW_LENGTH_MAX) return 'needsMore';
    const isBroken =
      typeof quoted === 'string' ||
      quoted.next - start > ROW_LENGTH_MAX ||
      // A cell that continues into other rows until the next quote.
      (quoted.lines > 1 && this.#cellCount > 0 && quoted.cells.length !== this.#cellCount);
    if (isBroken) return { row: { line: this.#line, brokenText: firstLine }, next: end + 1, lines: 1 };
    return { row: { line: this.#line, cells: quoted.cells }, next: quoted.next, lines: quoted.lines };
  }
}

/** `open`: the row does not end in this text. `stray`: text follows a closing quote. */
function parseQuoted(
  text: string,
  start: number,
  delimiter: string,
  isEnd: boolean,
): { cells: string[]; next: number; lines: number } | 'open' | 'stray' {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    let cell: string;
    if (text[at] === '"') {
      let close = text.indexOf('"', at + 1);
      while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
      if (close === -1) return 'open';
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      for (let found = cell.indexOf('\n'); found !== -1; found = cell.indexOf('\n', found + 1)) lines += 1;
      at = close + 1;
      if (text[at] === '\r') at += 1;
    } else {
      const from = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
      cell = withoutReturn(text.slice(from, at));
    }
    cells.push(cell);
    if (at >= text.length) return isEnd ? { cells, next: at, lines } : 'open';
    if (text[at] === '\n') return { cells, next: at + 1, lines };
    if (text[at] !== delimiter) return 'stray';
    at += 1;
  }
}

/** Of a line like `sep=;`, also in quotes. */
function statedDelimiter(line: string): string | undefined {
  return /^\s*"?sep=([,;\t|])"?[,;\t|]*\s*$/i.exec(line)?.[1];
}

function delimiterOf(header: string): string {
  const countOf = (delimiter: string) => header.split(delimiter).length;
  return [';', '\t'].reduce((best, other) => (countOf(other) > countOf(best) ? other : best), ',');
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
