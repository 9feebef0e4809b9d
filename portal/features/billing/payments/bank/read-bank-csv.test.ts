import { expect, test } from 'vitest';
import { bankText } from './bank-text.ts';
import { suggestColumns } from './csv-columns.ts';
import { readBankCsv, statementOf } from './read-bank-csv.ts';

const ITALIAN = `Elenco movimenti
Conto: IT60X0542811101000000123456

Data contabile;Data valuta;Importo;Causale;Ordinante;IBAN ordinante
02/12/2026;01/12/2026;1.220,00;"BONIFICO A VOSTRO FAVORE; Fatt. P/2026/12";Rossi S.r.l.;IT28 W800 0000 2921 0064 5211 151
03/12/2026;03/12/2026;-45,50;COMMISSIONI;;
04/12/2026;04/12/2026;10,00;Bonifico;Società Perché;
;;1.184,50;Saldo finale;;
`;

async function read(content: string) {
  const csv = await readBankCsv(content);
  const columns = suggestColumns(csv.headers);
  if (columns === undefined) throw new Error('no columns');
  return statementOf(csv, columns, 'EUR');
}

const shown = ({ lines }: Awaited<ReturnType<typeof read>>) =>
  lines.map(({ bookedOn, amount, reference }) => [bookedOn.toString(), amount.toFixed(2), reference]);

test('an Italian export: lines above the table, decimal comma, a semicolon in quotes, a balance below', async () => {
  const statement = await read(ITALIAN);
  expect(shown(statement)).toEqual([
    ['2026-12-02', '1220.00', 'BONIFICO A VOSTRO FAVORE; Fatt. P/2026/12'],
    ['2026-12-04', '10.00', 'Bonifico'],
  ]);
  expect(statement.lines[0]).toMatchObject({ payerName: 'Rossi S.r.l.', payerIban: 'IT28W8000000292100645211151' });
  expect(statement.skippedCount).toBe(2);
});

test('a column for money that came in, and dates by dots', async () => {
  const statement = await read('Data;Dare;Avere;Descrizione\n02.12.26;12,00;;Canone\n03.12.26;;1.000,00;Fattura 12\n');
  expect(shown(statement)).toEqual([['2026-12-03', '1000.00', 'Fattura 12']]);
});

test('an English export: comma, decimal point, ISO dates', async () => {
  const statement = await read('Date,Amount,Description\n2026-12-02,"1,220.00",Invoice 12\n2026-12-02,7.5,Other\n');
  expect(shown(statement)).toEqual([
    ['2026-12-02', '1220.00', 'Invoice 12'],
    ['2026-12-02', '7.50', 'Other'],
  ]);
});

test.each([
  ['1.250', 'billing.statement.ambiguousAmounts'],
  ['1,250', 'billing.statement.ambiguousAmounts'],
])('%s alone is a thousand or one: it is refused', async (amount, code) => {
  await expect(read(`Data;Importo;Causale\n02/12/2026;${amount};x\n`)).rejects.toMatchObject({ code });
});

test('another row decides what 1.250 is', async () => {
  const statement = await read('Data;Importo;Causale\n02/12/2026;1.250;x\n02/12/2026;3,5;y\n');
  expect(shown(statement).map(([, amount]) => amount)).toEqual(['1250.00', '3.50']);
});

test('decimal signs of both kinds in one file are refused', async () => {
  const mixed = 'Data;Importo;Causale\n02/12/2026;1.250,00;x\n02/12/2026;1,250.00;y\n';
  await expect(read(mixed)).rejects.toMatchObject({ code: 'billing.statement.ambiguousAmounts' });
});

test.each([
  ['02/13/2026;1,00;x', 'billing.statement.unreadableDate'],
  ['31/02/2026;1,00;x', 'billing.statement.unreadableDate'],
  ['ieri;1,00;x', 'billing.statement.unreadableDate'],
  ['02/12/2026;1,00 circa;x', 'billing.statement.unreadableAmount'],
  ['02/12/2026;1,00;"x', 'billing.statement.brokenRow'],
])('%j is refused with its line', async (row, code) => {
  await expect(read(`Conto\nData;Importo;Causale\n01/12/2026;2,00;w\n${row}\n`)).rejects.toMatchObject({
    code,
    facts: { line: 4 },
  });
});

test('a text without a table is refused', async () => {
  await expect(read('Gentile cliente\n')).rejects.toMatchObject({ code: 'billing.statement.notCsv' });
});

test('a file in Windows-1252 keeps its letters', async () => {
  const bytes = Uint8Array.from([...ITALIAN].map((letter) => letter.charCodeAt(0)));
  const statement = await read(await bankText(new Blob([bytes])));
  expect(statement.lines[1]?.payerName).toBe('Società Perché');
});
