import { expect, test } from 'vitest';
import { keysOfLines } from './bank-line.ts';
import { isXml, readCamt } from './read-camt.ts';

const IBAN = 'IT60X0542811101000000123456';
const PAYER_IBAN = 'IT28W8000000292100645211151';

function statement(entries: string, version = '02'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-12-03T06:00:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>1</Id>
      <Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
      ${entries}
    </Stmt>
  </BkToCstmrStmt>
</Document>`;
}

const CREDIT_02 = `<Ntry>
  <Amt Ccy="EUR">1220.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>2026-12-02</Dt></BookgDt><ValDt><Dt>2026-12-01</Dt></ValDt>
  <AcctSvcrRef>0012345</AcctSvcrRef>
  <NtryDtls><TxDtls>
    <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
    <RltdPties><Dbtr><Nm>Rossi &amp; Figli S.r.l.</Nm></Dbtr><DbtrAcct><Id><IBAN>${PAYER_IBAN}</IBAN></Id></DbtrAcct></RltdPties>
    <RmtInf><Ustrd>Fatt. P/2026/12</Ustrd><Ustrd>P.IVA 01234567890</Ustrd></RmtInf>
  </TxDtls></NtryDtls>
</Ntry>`;

test('version 02: day, amount, payer, reason and the bank’s reference', () => {
  const [read] = readCamt(statement(CREDIT_02));
  expect(read?.accountIban).toBe(IBAN);
  expect(read?.lines).toEqual([
    expect.objectContaining({
      currency: 'EUR',
      payerName: 'Rossi & Figli S.r.l.',
      payerIban: PAYER_IBAN,
      reference: 'Fatt. P/2026/12 · P.IVA 01234567890',
      // With its leading zeros.
      bankReference: '0012345',
    }),
  ]);
  expect(read?.lines[0]?.amount.toFixed(2)).toBe('1220.00');
  expect(read?.lines[0]?.bookedOn.toString()).toBe('2026-12-02');
});

test('version 08 wraps the party and the status, and dates may have a time', () => {
  const [read] = readCamt(
    statement(
      `<Ntry>
        <Amt Ccy="EUR">10</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><DtTm>2026-12-02T10:00:00+01:00</DtTm></BookgDt>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>E2E-7</EndToEndId></Refs>
          <RltdPties><Dbtr><Pty><Nm>Bianchi</Nm></Pty></Dbtr></RltdPties>
          <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`,
      '08',
    ),
  );
  expect(read?.lines).toMatchObject([
    { payerName: 'Bianchi', payerIban: null, reference: 'RF18539007547034 · E2E-7', bankReference: null },
  ]);
});

test('prefixes of namespaces do not matter', () => {
  const prefixed = statement(CREDIT_02)
    .replaceAll(/<(\/?)([A-Z])/g, '<$1ns2:$2')
    .replace('xmlns=', 'xmlns:ns2=');
  expect(isXml(prefixed)).toBe(true);
  expect(readCamt(prefixed)[0]?.lines).toHaveLength(1);
});

test('what the provider paid, what is not booked yet and own transfers that came back are no money of customers', () => {
  const [read] = readCamt(
    statement(
      CREDIT_02.replace('CRDT', 'DBIT') +
        CREDIT_02.replace('BOOK', 'PDNG') +
        CREDIT_02.replace('</TxDtls>', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>'),
    ),
  );
  expect(read).toMatchObject({ lines: [], skippedCount: 3 });
});

test('a payment that the bank took back is negative and says why', () => {
  const [read] = readCamt(
    statement(
      CREDIT_02.replace('CRDT', 'DBIT').replace(
        '</TxDtls>',
        '<RtrInf><Rsn><Cd>MS03</Cd></Rsn><AddtlInf>Insoluto</AddtlInf></RtrInf></TxDtls>',
      ),
    ),
  );
  expect(read?.lines).toMatchObject([
    { payerIban: PAYER_IBAN, reference: 'Fatt. P/2026/12 · P.IVA 01234567890 · MS03 · Insoluto' },
  ]);
  expect(read?.lines[0]?.amount.toFixed(2)).toBe('-1220.00');
});

test('the parts of a collection are lines of their own', () => {
  const part = (amount: string, name: string) =>
    `<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>
     <RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties></TxDtls>`;
  const [read] = readCamt(
    statement(`<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>2026-12-02</Dt></BookgDt><AcctSvcrRef>77</AcctSvcrRef>
      <NtryDtls>${part('10.00', 'A')}${part('20.00', 'B')}</NtryDtls></Ntry>`),
  );
  expect(
    read?.lines.map(({ amount, payerName, bankReference }) => [amount.toFixed(), payerName, bankReference]),
  ).toEqual([
    ['10', 'A', null],
    ['20', 'B', null],
  ]);
});

test('a collection that does not give the amounts of its parts is one line', () => {
  const [read] = readCamt(
    statement(`<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>2026-12-02</Dt></BookgDt><AcctSvcrRef>77</AcctSvcrRef>
      <NtryDtls><TxDtls></TxDtls><TxDtls></TxDtls></NtryDtls></Ntry>`),
  );
  expect(read?.lines.map(({ amount, bankReference }) => [amount.toFixed(), bankReference])).toEqual([['30', '77']]);
});

test.each([
  ['another document', '<?xml version="1.0"?><Document><CstmrCdtTrfInitn/></Document>'],
  ['broken XML', '<?xml version="1.0"?><Document><BkToCstmrStmt>'],
  ['an amount that is none', statement(CREDIT_02.replace('1220.00', '1.220,00'))],
  ['an entry without a day', statement(CREDIT_02.replaceAll(/<(BookgDt|ValDt)>.*?<\/\1>/g, ''))],
  [
    'entities that expand without end',
    statement(CREDIT_02).replace(
      '<Document',
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Document',
    ),
  ],
  [
    'a file of the machine',
    statement(CREDIT_02).replace('<Document', '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document'),
  ],
])('%s is refused', (_what, content) => {
  expect(() => readCamt(content)).toThrow(expect.objectContaining({ code: 'billing.statement.notCamt' }));
});

test('a statement read twice gives the same keys; two equal payments of a day give two', () => {
  const twins = statement(CREDIT_02.replace('<AcctSvcrRef>0012345</AcctSvcrRef>', '').repeat(2));
  const keys = (content: string) => readCamt(content).flatMap(keysOfLines);
  expect(keys(twins)).toEqual(keys(twins));
  expect(new Set(keys(twins)).size).toBe(2);
  // By the bank's reference, whatever it says beside.
  const other = statement(CREDIT_02.replace('P/2026/12', 'P/2026/13'));
  expect(keys(other)).toEqual(keys(statement(CREDIT_02)));
});
