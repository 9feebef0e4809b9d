/** Characters of the reason of a bank transfer (SEPA, unstructured remittance information). */
const REASON_LENGTH_MAX = 140;

type Payer = Readonly<{ vatNumber: string | null; taxCode: string | null }>;

/**
 * What the payer types as the reason of the transfer, so that the bank statement can be matched: the numbers of the
 * invoices, as many as fit, and the payer's VAT number. Only characters that every bank takes.
 *
 * @source European Payments Council, EPC217-08 (SEPA character set), attribute AT-T009 (140 characters)
 */
export function paymentReason(invoiceNumbers: readonly string[], { vatNumber, taxCode }: Payer): string {
  const payer = vatNumber !== null ? ` P.IVA ${vatNumber}` : taxCode !== null ? ` CF ${taxCode}` : '';
  const last = invoiceNumbers.at(-1) ?? '';
  const all = `Fatt. ${invoiceNumbers.join(', ')}${payer}`;
  return all.length <= REASON_LENGTH_MAX ? all : `Saldo fatt. fino a ${last}${payer}`;
}
