import { Decimal } from '@licence-portal/nce';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { Refusal } from '#platform/refusal.ts';
import type { ReadBankLine, ReadStatement } from './bank-line.ts';

/*
 * CAMT.053, the statement that banks give of an account, versions 02 (as most Italian banks still do) to 13: the
 * elements that are read here have kept their names; where a version wraps them (`Dbtr/Pty`, `Sts/Cd`) both are read.
 *
 * @source ISO 20022, camt.053.001.02 and camt.053.001.08, Message Definition Reports
 */

const LIST_ELEMENTS = ['Stmt', 'Ntry', 'NtryDtls', 'TxDtls', 'Ustrd', 'Strd', 'AddtlInf'];

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // Everything stays text: numbers would lose digits, references their leading zeros.
  parseTagValue: false,
  isArray: (name) => LIST_ELEMENTS.includes(name),
});

const text = z.string().optional();
/** An empty element is read as an empty text. */
const asObject = (value: unknown) => (value === '' ? {} : value);
const element = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.object(shape).optional());

const Amount = z.object({ '#text': z.string(), '@Ccy': z.string() });
const Day = element({ Dt: text, DtTm: text });
const Party = element({ Nm: text, Pty: element({ Nm: text }) });
const Account = element({ Id: element({ IBAN: text }) });

const Details = z.object({
  Refs: element({ AcctSvcrRef: text, EndToEndId: text, TxId: text }),
  Amt: Amount.optional(),
  AmtDtls: element({ TxAmt: element({ Amt: Amount.optional() }) }),
  CdtDbtInd: text,
  RltdPties: element({ Dbtr: Party, DbtrAcct: Account, Cdtr: Party, CdtrAcct: Account }),
  RmtInf: element({
    Ustrd: z.array(z.string()).optional(),
    Strd: z.array(element({ CdtrRefInf: element({ Ref: text }) })).optional(),
  }),
  RtrInf: element({ Rsn: element({ Cd: text, Prtry: text }), AddtlInf: z.array(z.string()).optional() }),
  AddtlTxInf: text,
});
type Details = z.output<typeof Details>;

const Entry = z.object({
  Amt: Amount,
  CdtDbtInd: z.string(),
  RvslInd: text,
  Sts: z.union([z.string(), z.object({ Cd: z.string() })]).optional(),
  BookgDt: Day,
  ValDt: Day,
  AcctSvcrRef: text,
  NtryDtls: z.array(element({ TxDtls: z.array(z.preprocess(asObject, Details)).optional() })).optional(),
  AddtlNtryInf: text,
});
type Entry = z.output<typeof Entry>;

const Statement = z.object({ Acct: Account, Ntry: z.array(Entry).optional() });
const Document = z.object({ Document: z.object({ BkToCstmrStmt: z.object({ Stmt: z.array(Statement) }) }) });

/** True for a file that claims to be XML. */
export function isXml(content: string): boolean {
  return /^\s*<\?xml|^\s*<(\w+:)?Document\b/.test(content);
}

/**
 * Reads the statements of a file, one for each account and day.
 *
 * @throws Refusal `billing.statement.notCamt`; for a document type too, which no statement has and which could expand
 *   without end
 */
export function readCamt(content: string): ReadStatement[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(content)) throw new Refusal('billing.statement.notCamt');
  const parsed = Document.safeParse(parse(content));
  if (!parsed.success) throw new Refusal('billing.statement.notCamt');
  return parsed.data.Document.BkToCstmrStmt.Stmt.map(({ Acct, Ntry = [] }) => {
    const lines = Ntry.map(linesOf);
    return {
      accountIban: Acct?.Id?.IBAN ?? null,
      lines: lines.flat(),
      skippedCount: lines.filter((ofEntry) => ofEntry.length === 0).length,
    };
  });
}

function parse(content: string): unknown {
  try {
    return parser.parse(content, true);
  } catch (error) {
    // Whatever the library finds wrong, the file cannot be read; the person can only send another.
    throw new Refusal('billing.statement.notCamt', { detail: error instanceof Error ? error.message : '' });
  }
}

/** An entry is one movement, or a collection of several that the bank booked in one sum. */
function linesOf(entry: Entry): ReadBankLine[] {
  const status = typeof entry.Sts === 'object' ? entry.Sts.Cd : entry.Sts;
  if (status !== undefined && status !== 'BOOK') return [];
  const bookedOn = dayOf(entry.BookgDt) ?? dayOf(entry.ValDt);
  if (bookedOn === undefined) throw new Refusal('billing.statement.notCamt');
  const parts = partsOf(entry);
  return parts.flatMap(({ amount, details }) => {
    const isCredit = (details?.CdtDbtInd ?? entry.CdtDbtInd) === 'CRDT';
    const isReturn = details?.RtrInf !== undefined || entry.RvslInd === 'true' || entry.RvslInd === '1';
    // Own transfers that came back, and what the provider paid, are no money of customers.
    if (isCredit === isReturn) return [];
    return [lineOf({ entry, details, bookedOn, amount, isReturn, isWhole: parts.length === 1 })];
  });
}

type Part = Readonly<{ amount: z.output<typeof Amount>; details: Details | undefined }>;

/** The parts of a collection, if it gives the amount of each; else the one sum that was booked. */
function partsOf(entry: Entry): Part[] {
  const transactions = (entry.NtryDtls ?? []).flatMap((one) => one?.TxDtls ?? []);
  if (transactions.length <= 1) return [{ amount: entry.Amt, details: transactions[0] }];
  const parts = transactions.flatMap((details) => {
    const amount = details.Amt ?? details.AmtDtls?.TxAmt?.Amt;
    return amount === undefined ? [] : [{ amount, details }];
  });
  return parts.length === transactions.length ? parts : [{ amount: entry.Amt, details: undefined }];
}

function lineOf(given: {
  entry: Entry;
  details: Details | undefined;
  bookedOn: Temporal.PlainDate;
  amount: z.output<typeof Amount>;
  isReturn: boolean;
  /** The entry is this one movement, so that the bank's reference of the entry is that of the movement. */
  isWhole: boolean;
}): ReadBankLine {
  const { entry, details, bookedOn, amount, isReturn, isWhole } = given;
  const value = decimalOf(amount['#text']);
  const parties = details?.RltdPties;
  // The payer of a payment that the bank took back may stand on either side.
  const [party, account] =
    isReturn && parties?.Dbtr === undefined ? [parties?.Cdtr, parties?.CdtrAcct] : [parties?.Dbtr, parties?.DbtrAcct];
  const reasons = [
    ...(details?.RmtInf?.Ustrd ?? []),
    ...(details?.RmtInf?.Strd ?? []).map((one) => one?.CdtrRefInf?.Ref),
    endToEndOf(details),
    details?.RtrInf?.Rsn?.Cd ?? details?.RtrInf?.Rsn?.Prtry,
    ...(details?.RtrInf?.AddtlInf ?? []),
  ].flatMap((one) => (one === undefined || one.trim() === '' ? [] : [one.trim()]));
  const described = reasons.length > 0 ? reasons : [details?.AddtlTxInf ?? entry.AddtlNtryInf ?? ''];
  return {
    bookedOn,
    amount: isReturn ? value.negated() : value,
    currency: amount['@Ccy'],
    payerName: textOrNull(party?.Nm ?? party?.Pty?.Nm),
    payerIban: textOrNull(account?.Id?.IBAN?.replaceAll(/\s/g, '').toUpperCase()),
    reference: textOrNull(described.join(' · ')),
    bankReference: textOrNull(details?.Refs?.AcctSvcrRef ?? (isWhole ? entry.AcctSvcrRef : undefined)),
  };
}

/** The payer's own reference, unless it says that there is none. */
function endToEndOf(details: Details | undefined): string | undefined {
  const id = details?.Refs?.EndToEndId;
  return id === undefined || /^NOT\s?PROVIDED$/i.test(id) ? undefined : id;
}

function dayOf(day: z.output<typeof Day>): Temporal.PlainDate | undefined {
  const written = day?.Dt ?? day?.DtTm?.slice(0, 10);
  if (written === undefined || !/^\d{4}-\d{2}-\d{2}/.test(written)) return undefined;
  return Temporal.PlainDate.from(written.slice(0, 10));
}

function decimalOf(written: string): Decimal {
  if (!/^\d+(\.\d+)?$/.test(written.trim())) throw new Refusal('billing.statement.notCamt');
  return new Decimal(written.trim());
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}
