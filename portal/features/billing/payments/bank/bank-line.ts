import { createHash } from 'node:crypto';
import type { Decimal } from '@licence-portal/nce';

/** One movement of a bank statement: money that came in, or a payment that the bank took back. */
export type ReadBankLine = Readonly<{
  bookedOn: Temporal.PlainDate;
  /** Negative for a payment that the bank took back. */
  amount: Decimal;
  currency: string;
  payerName: string | null;
  payerIban: string | null;
  /** What the payer wrote, and what the bank adds. */
  reference: string | null;
  /** The bank's own reference of the movement; null where it gives none. */
  bankReference: string | null;
}>;

/** A statement as it was read. */
export type ReadStatement = Readonly<{
  /** IBAN of the provider's account; null where the file does not say it. */
  accountIban: string | null;
  lines: readonly ReadBankLine[];
  /** Movements that are no money of customers: what the provider paid, and what the bank has not booked yet. */
  skippedCount: number;
}>;

/**
 * The keys under which the lines of a statement are stored, each once: by the bank's own reference; else by what is
 * known of the movement, and the how many-th of such movements it is in the file. The same statement again, or one that
 * overlaps with it by whole days, gives the same keys.
 */
export function keysOfLines({ accountIban, lines }: ReadStatement): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const known = [accountIban, line.bookedOn, line.amount.toFixed(), line.currency, line.bankReference].join('|');
    const described = [known, line.payerIban, line.payerName, line.reference].join('|');
    const text = line.bankReference === null ? described : known;
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return createHash('sha256').update(`${text}|${count}`).digest('base64url');
  });
}
