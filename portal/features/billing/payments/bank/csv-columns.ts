import { z } from 'zod';

/** What a column of a bank's CSV holds. A file has one column of amounts with a sign, or one of money that came in. */
export const CSV_ROLES = ['date', 'amount', 'credit', 'reference', 'payerName', 'payerIban', 'bankReference'] as const;
export type CsvRole = (typeof CSV_ROLES)[number];

/** The number of the column of each role, from 0. */
export const CsvColumns = z.object({
  date: z.int().min(0).describe('Column of the booking date.'),
  amount: z.int().min(0).nullable().describe('Column of amounts with a sign; null where there is one for credits.'),
  credit: z.int().min(0).nullable().describe('Column of the amounts that came in; null where amounts have a sign.'),
  reference: z.array(z.int().min(0)).max(5).describe('Columns of what the payer wrote, in their order.'),
  payerName: z.int().min(0).nullable().describe('Column of the payer’s name; null: none.'),
  payerIban: z.int().min(0).nullable().describe('Column of the payer’s IBAN; null: none.'),
  bankReference: z.int().min(0).nullable().describe('Column of the bank’s own reference; null: none.'),
});
export type CsvColumns = z.output<typeof CsvColumns>;

/** Headers of Italian and English exports, as words; the first that fits is taken. */
const HEADERS: Readonly<Record<CsvRole, readonly RegExp[]>> = {
  date: [/data\s*(contabile|operazione|registrazione|movimento)/i, /booking\s*date/i, /data/i, /date/i],
  amount: [/^importo/i, /^amount/i, /importo|amount/i],
  credit: [/^(avere|entrate|accrediti?|credit)/i],
  reference: [/causale|descrizione|dettagli|motiv|remittance|description|reason/i],
  payerName: [/ordinante|controparte|beneficiario|payer|counterparty/i],
  payerIban: [/iban/i],
  bankReference: [/\b(cro|trn)\b|riferimento banca|id (movimento|operazione|transazione)|transaction id/i],
};

/** The columns as their headers suggest them; undefined where no date or no amount is found. */
export function suggestColumns(headers: readonly string[]): CsvColumns | undefined {
  const taken = new Set<number>();
  const find = (role: CsvRole): number | null => {
    for (const pattern of HEADERS[role]) {
      const index = headers.findIndex((header, at) => !taken.has(at) && pattern.test(header.trim()));
      if (index === -1) continue;
      taken.add(index);
      return index;
    }
    return null;
  };
  const date = find('date');
  const credit = find('credit');
  const amount = credit === null ? find('amount') : null;
  const payerIban = find('payerIban');
  const bankReference = find('bankReference');
  const payerName = find('payerName');
  const reference = headers.flatMap((header, at) =>
    !taken.has(at) && HEADERS.reference.some((pattern) => pattern.test(header.trim())) ? [at] : [],
  );
  if (date === null || (amount === null && credit === null)) return undefined;
  return { date, amount, credit, reference: reference.slice(0, 5), payerName, payerIban, bankReference };
}

/** By which the choice of columns is remembered: exports of one bank have the same headers. */
export function headerKey(headers: readonly string[]): string {
  return headers.map((header) => header.trim().toLowerCase()).join('|');
}
