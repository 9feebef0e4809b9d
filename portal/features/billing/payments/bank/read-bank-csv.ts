import { Decimal } from '@licence-portal/nce';
import { readCsvRows } from '#platform/csv-rows.ts';
import { Refusal } from '#platform/refusal.ts';
import type { ReadBankLine, ReadStatement } from './bank-line.ts';
import type { CsvColumns } from './csv-columns.ts';

/** A CSV of a bank as rows of cells, before it is known what the columns hold. */
export type BankCsv = Readonly<{ headers: readonly string[]; rows: readonly CsvCells[] }>;
type CsvCells = Readonly<{ line: number; cells: readonly string[] }>;

/** The table begins with the first row of so many cells; banks write the account and the period above it. */
const CELLS_MIN = 3;

/**
 * Reads the rows of a bank's CSV and finds its table.
 *
 * @throws Refusal `billing.statement.notCsv` without a table, `billing.statement.brokenRow` with the line of a row that
 *   cannot be read: nothing of a statement is left out silently
 */
export async function readBankCsv(content: string): Promise<BankCsv> {
  const lines = content.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const start = lines.findIndex((line) => [';', '\t', ','].some((mark) => line.split(mark).length >= CELLS_MIN));
  if (start === -1) throw new Refusal('billing.statement.notCsv');
  const rows: CsvCells[] = [];
  for await (const batch of readCsvRows(textOf(lines.slice(start).join('\n')))) {
    for (const row of batch) {
      const line = row.line + start;
      if (!('cells' in row)) throw new Refusal('billing.statement.brokenRow', { line });
      rows.push({ line, cells: row.cells.map((cell) => cell.trim()) });
    }
  }
  const [header, ...body] = rows;
  if (header === undefined) throw new Refusal('billing.statement.notCsv');
  return { headers: header.cells, rows: body.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

async function* textOf(content: string): AsyncGenerator<string> {
  yield content;
}

/**
 * The movements of a CSV by its columns. Rows without a date are no movements (balances, sums).
 *
 * @throws Refusal `billing.statement.unreadableDate`, `billing.statement.unreadableAmount` with the line,
 *   `billing.statement.ambiguousAmounts` where thousands and decimals cannot be told apart
 */
export function statementOf({ rows }: BankCsv, columns: CsvColumns, currency: string): ReadStatement {
  const movements = rows.filter(({ cells }) => (cells[columns.date] ?? '') !== '');
  const amountColumn = columns.amount ?? columns.credit ?? -1;
  const amountTexts = movements.map(({ cells }) => cells[amountColumn] ?? '').filter((text) => text !== '');
  const readAmount = amountReader(amountTexts);
  const lines = movements.flatMap(({ line, cells }): ReadBankLine[] => {
    const written = cells[amountColumn] ?? '';
    if (written === '') return [];
    const amount = readAmount(written);
    if (amount === undefined) throw new Refusal('billing.statement.unreadableAmount', { line });
    // A CSV does not say which debits are payments that were taken back.
    if (amount.lessThanOrEqualTo(0)) return [];
    const cell = (column: number | null) => textOrNull(column === null ? undefined : cells[column]);
    return [
      {
        bookedOn: readDate(cells[columns.date] ?? '', line),
        amount,
        currency,
        payerName: cell(columns.payerName),
        payerIban: cell(columns.payerIban)?.replaceAll(/\s/g, '').toUpperCase() ?? null,
        reference: textOrNull(columns.reference.map((column) => cells[column] ?? '').join(' ')),
        bankReference: cell(columns.bankReference),
      },
    ];
  });
  return { accountIban: null, lines, skippedCount: rows.length - lines.length };
}

/**
 * Reads amounts with one decimal sign for the whole file. The last mark of an amount with both is the decimal sign; a
 * mark with other than three digits after it too. What stays open (`1.250` alone) is decided by the other rows, else
 * refused: a thousand euros are not guessed.
 */
function amountReader(texts: readonly string[]): (text: string) => Decimal | undefined {
  const signs = new Set(texts.map(decimalSignOf).filter((sign) => sign !== undefined));
  if (signs.size > 1) throw new Refusal('billing.statement.ambiguousAmounts');
  const isOpen = texts.some((text) => decimalSignOf(text) === undefined && /[.,]/.test(text));
  const [sign] = signs;
  if (sign === undefined && isOpen) throw new Refusal('billing.statement.ambiguousAmounts');
  return (text) => {
    const plain = text.replaceAll(/[\s'€]|EUR/gi, '').replaceAll('\u2212', '-');
    const digits = sign === '.' ? plain.replaceAll(',', '') : plain.replaceAll('.', '').replace(',', '.');
    return /^[+-]?\d+(\.\d{1,2})?$/.test(digits) ? new Decimal(digits.replace('+', '')) : undefined;
  };
}

function decimalSignOf(text: string): '.' | ',' | undefined {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last === -1) return undefined;
  const mark = text[last] === '.' ? '.' : ',';
  const hasBoth = text.includes('.') && text.includes(',');
  const digitsAfter = text.slice(last + 1).replaceAll(/\D/g, '').length;
  return hasBoth || digitsAfter !== 3 ? mark : undefined;
}

/** `02/12/2026`, `02-12-26`, `02.12.2026`, `2026-12-02`: the day stands first, as in Italy, unless the year does. */
function readDate(written: string, line: number): Temporal.PlainDate {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(written);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/.exec(written);
  const [year, month, day] =
    iso !== null
      ? [iso[1], iso[2], iso[3]]
      : local !== null
        ? [local[3]?.length === 2 ? `20${local[3]}` : local[3], local[2], local[1]]
        : [];
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('billing.statement.unreadableDate', { line });
  }
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim();
}
