import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AskContext, ask } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { bankCsvFormat, bankLine } from '../../tables.ts';
import { keysOfLines, type ReadStatement } from './bank-line.ts';
import { bankText } from './bank-text.ts';
import { CsvColumns, headerKey, suggestColumns } from './csv-columns.ts';
import { type BankCsv, readBankCsv, statementOf } from './read-bank-csv.ts';
import { isXml, readCamt } from './read-camt.ts';

const IMPORT_TIMEOUT_MS = 60_000;
/** Rows of a CSV that are shown while its columns are chosen. */
const SAMPLE_ROWS = 5;

/** Reads a statement and stores its movements, each once; nothing is booked. */
export const importBankStatement = ask({
  name: 'billing.importBankStatement',
  description:
    'Reads a bank statement, CAMT.053 or CSV, and stores the movements that came in, each once: the same statement ' +
    'again adds nothing. Nothing is booked. Of a CSV whose columns are not known, its headers and first rows are ' +
    'returned and nothing is stored; the columns that are given are remembered for its headers.',
  permission: 'provider.manage',
  scope: 'provider',
  timeoutMs: IMPORT_TIMEOUT_MS,
  input: z.object({
    file: z.file().describe('The statement: CAMT.053 in any version, or CSV.'),
    columns: CsvColumns.optional().describe('The columns of a CSV; left out: those remembered for its headers.'),
  }),
  output: z.discriminatedUnion('stored', [
    z.object({
      stored: z.literal(true).describe('The movements are stored.'),
      added: z.number().int().describe('New movements.'),
      known: z.number().int().describe('Movements that were there already.'),
      skipped: z.number().int().describe('Rows that are no money of customers: debits, balances, not booked yet.'),
    }),
    z.object({
      stored: z.literal(false).describe('Nothing is stored: the columns must be chosen.'),
      headers: z.array(z.string()).describe('Headers of the table.'),
      rows: z.array(z.array(z.string())).describe('Its first rows.'),
      suggested: CsvColumns.nullable().describe('The columns as their headers suggest them; null: unclear.'),
    }),
  ]),
  refusals: [
    'billing.statement.empty',
    'billing.statement.tooLarge',
    'billing.statement.notCamt',
    'billing.statement.notCsv',
    'billing.statement.brokenRow',
    'billing.statement.unreadableDate',
    'billing.statement.unreadableAmount',
    'billing.statement.ambiguousAmounts',
  ],
  async run(context, { file, columns }) {
    const content = await bankText(file);
    if (isXml(content)) return store(context, file.name, readCamt(content));
    const csv = await readBankCsv(content);
    const chosen = columns ?? (await context.inTransaction(({ tx }) => rememberedColumns(tx, csv)));
    if (chosen === undefined) {
      return {
        stored: false as const,
        headers: [...csv.headers],
        rows: csv.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => [...cells]),
        suggested: suggestColumns(csv.headers) ?? null,
      };
    }
    const { currency } = await context.inTransaction(({ tx }) => getProviderAccount(tx));
    const statement = statementOf(csv, chosen, currency);
    if (columns !== undefined) await remember(context, csv, columns);
    return store(context, file.name, [statement]);
  },
});

async function store({ inTransaction }: AskContext, fileName: string, statements: readonly ReadStatement[]) {
  const found = statements.flatMap((statement) => {
    const keys = keysOfLines(statement);
    return statement.lines.map((line, index) => ({ line, lineKey: keys[index] ?? '', statement }));
  });
  const added = await inTransaction(async ({ tx, clock, audit }) => {
    const { id: accountId } = await getProviderAccount(tx);
    const inserted =
      found.length === 0
        ? []
        : await tx
            .insert(bankLine)
            .values(
              found.map(({ line: { bankReference: _, ...line }, lineKey, statement }) => ({
                ...line,
                accountId,
                lineKey,
                accountIban: statement.accountIban,
                fileName,
                createdAt: clock.now(),
              })),
            )
            .onConflictDoNothing({ target: bankLine.lineKey })
            .returning({ id: bankLine.id });
    await audit.record('billing.bankStatementImported', { fileName, lineCount: found.length, added: inserted.length });
    return inserted.length;
  });
  const skipped = statements.reduce((count, { skippedCount }) => count + skippedCount, 0);
  return { stored: true as const, added, known: found.length - added, skipped };
}

async function rememberedColumns(tx: Tx, { headers }: BankCsv): Promise<CsvColumns | undefined> {
  const { id } = await getProviderAccount(tx);
  const [format] = await tx
    .select({ columns: bankCsvFormat.columns })
    .from(bankCsvFormat)
    .where(and(eq(bankCsvFormat.accountId, id), eq(bankCsvFormat.headerKey, headerKey(headers))));
  return format?.columns;
}

function remember({ inTransaction }: AskContext, { headers }: BankCsv, columns: CsvColumns): Promise<void> {
  return inTransaction(async ({ tx, clock }) => {
    const { id: accountId } = await getProviderAccount(tx);
    const updatedAt = clock.now();
    await tx
      .insert(bankCsvFormat)
      .values({ accountId, headerKey: headerKey(headers), columns, updatedAt })
      .onConflictDoUpdate({
        target: [bankCsvFormat.accountId, bankCsvFormat.headerKey],
        set: { columns, updatedAt },
      });
  });
}

/** The provider's own account, to which its bank account belongs. */
async function getProviderAccount(tx: Tx) {
  const [row] = await tx
    .select({ id: account.id, currency: account.currency })
    .from(account)
    .where(eq(account.kind, 'provider'));
  assert(row !== undefined, 'the provider has an account');
  return row;
}
