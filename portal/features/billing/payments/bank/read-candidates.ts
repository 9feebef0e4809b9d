import { Decimal } from '@licence-portal/nce';
import { and, asc, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { invoiceNumber } from '../../invoices/invoice-number.ts';
import { invoice, payment } from '../../tables.ts';
import { isInvoiceToPay, openAmount } from '../open-amounts.ts';
import type { BankMovement, Candidate } from './match-bank-line.ts';

/** Customers compared with the movements of one page, at most. */
const CANDIDATES_MAX = 500;
/** Numbers longer than this are no numbers of invoices. */
const NUMBER_DIGITS_MAX = 9;

/** The customers who may have paid some movements: by number, code, IBAN, amount or the first word of their name. */
export async function readCandidates(tx: Tx, movements: readonly BankMovement[]): Promise<Candidate[]> {
  if (movements.length === 0) return [];
  const found = await findAccounts(tx, movements);
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const unpaid = await tx
    .select({
      accountId: invoice.accountId,
      invoiceId: invoice.id,
      series: invoice.series,
      year: invoice.year,
      number: invoice.number,
      currency: invoice.currency,
      open: sql<string>`(${openAmount})::text`,
    })
    .from(invoice)
    .where(and(inArray(invoice.accountId, ids), isInvoiceToPay, gt(openAmount, sql`0`)))
    .orderBy(asc(invoice.dueOn), asc(invoice.year), asc(invoice.number));
  const ibans = await tx
    .selectDistinct({ accountId: payment.accountId, iban: payment.payerIban })
    .from(payment)
    .where(and(inArray(payment.accountId, ids), isNotNull(payment.payerIban)));
  return found.map(({ id, ...owner }) => ({
    accountId: id,
    ...owner,
    ibans: new Set(ibans.flatMap(({ accountId, iban }) => (accountId === id && iban !== null ? [iban] : []))),
    unpaid: unpaid
      .filter(({ accountId }) => accountId === id)
      .map(({ invoiceId, currency, open, ...numbered }) => ({
        invoiceId,
        number: invoiceNumber(numbered),
        open: new Decimal(open),
        currency,
      })),
  }));
}

async function findAccounts(tx: Tx, movements: readonly BankMovement[]) {
  const words = movements.flatMap(({ reference, payerName }) =>
    `${reference ?? ''} ${payerName ?? ''}`.toUpperCase().split(/[^A-Z0-9]+/),
  );
  const codes = [...new Set(words.map((word) => word.replace(/^IT(?=\d{11}$)/, '')))].filter(
    (word) => word.length >= 11,
  );
  const numbers = [...new Set(words.filter((word) => /^\d+$/.test(word)).map((word) => word.replace(/^0+/, '')))]
    .filter((digits) => digits !== '' && digits.length <= NUMBER_DIGITS_MAX)
    .map(Number);
  const ibans = movements.flatMap(({ payerIban }) => (payerIban === null ? [] : [payerIban]));
  const amounts = [...new Set(movements.map(({ amount }) => amount.toFixed()))];
  const firstWords = [...new Set(movements.flatMap(({ payerName }) => firstWordOf(payerName)))];
  const isUnpaid = and(isInvoiceToPay, gt(openAmount, sql`0`));
  const payers = tx.select({ id: payment.accountId }).from(payment).where(inArray(payment.payerIban, ibans));
  const debtors = tx
    .select({ id: invoice.accountId })
    .from(invoice)
    .where(
      and(
        isUnpaid,
        or(
          numbers.length === 0 ? undefined : inArray(invoice.number, numbers),
          inArray(
            openAmount,
            amounts.map((amount) => sql`${amount}::numeric`),
          ),
        ),
      ),
    );
  return tx
    .select({ id: account.id, name: account.name, vatNumber: account.vatNumber, taxCode: account.taxCode })
    .from(account)
    .where(
      and(
        eq(account.kind, 'customer'),
        or(
          codes.length === 0 ? undefined : inArray(account.vatNumber, codes),
          codes.length === 0 ? undefined : inArray(account.taxCode, codes),
          ibans.length === 0 ? undefined : inArray(account.id, payers),
          firstWords.length === 0 ? undefined : inArray(sql`lower(split_part(${account.name}, ' ', 1))`, firstWords),
          inArray(account.id, debtors),
        ),
      ),
    )
    .orderBy(account.id)
    .limit(CANDIDATES_MAX);
}

function firstWordOf(name: string | null): string[] {
  const word = name?.trim().split(/\s+/)[0]?.toLowerCase();
  return word === undefined || word === '' ? [] : [word];
}
