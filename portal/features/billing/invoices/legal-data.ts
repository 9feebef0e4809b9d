import { desc, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { invoicingDetails, purchaseOrder, sellerDetails } from '../tables.ts';
import type { PaymentTerms } from './due-date.ts';
import type { LegalParty, Seller } from './legal-party.ts';

/** Details without which no invoice can be written, in the order in which people give them. */
export const MISSING_DETAILS = [
  'sellerDetails',
  'sellerVatNumber',
  'sellerAddress',
  'sellerIban',
  'buyerTaxId',
  'buyerAddress',
  'buyerRecipient',
  'buyerPublicCode',
  'buyerTaxNature',
] as const;
export type MissingDetail = (typeof MISSING_DETAILS)[number];

type AccountRow = typeof account.$inferSelect;
type InvoicingRow = typeof invoicingDetails.$inferSelect;
type SellerRow = typeof sellerDetails.$inferSelect;

/** How a customer is invoiced where nothing was set. */
const DEFAULTS: Omit<InvoicingRow, 'accountId' | 'updatedAt'> = {
  recipientCode: null,
  certifiedEmail: null,
  isPublicBody: false,
  hasSplitPayment: false,
  taxNature: null,
  paymentDays: 30,
  dueAtMonthEnd: false,
};

/** The stored details of an account, or the defaults. */
export async function readInvoicingDetails(tx: Tx, accountId: AccountId) {
  const [row] = await tx.select().from(invoicingDetails).where(eq(invoicingDetails.accountId, accountId));
  return row ?? { ...DEFAULTS, accountId };
}

/** Everything that an invoice says of its two sides. */
export type LegalData = Readonly<{
  buyer: LegalParty;
  seller: Seller | null;
  sellerTimeZone: string;
  series: string | null;
  /** The portal writes invoices from this month on; null: nobody has set it up. */
  firstMonth: Temporal.PlainDate | null;
  terms: PaymentTerms;
  /** None: an invoice can be written. Whether a tax nature is needed depends on its lines: see `missingFor`. */
  missing: readonly MissingDetail[];
}>;

/** Reads the legal data of a customer and of the provider, of which the transaction must see the rows. */
export async function readLegalData(tx: Tx, accountId: AccountId): Promise<LegalData> {
  const [customer] = await tx.select().from(account).where(eq(account.id, accountId));
  assert(customer !== undefined, 'the account is there');
  const [provider] = await tx
    .select({ company: account, details: sellerDetails })
    .from(account)
    .leftJoin(sellerDetails, eq(sellerDetails.accountId, account.id))
    .where(eq(account.kind, 'provider'));
  const details = await readInvoicingDetails(tx, accountId);
  const { paymentDays, dueAtMonthEnd } = details;
  const company = provider?.company;
  const sellerRow = provider?.details ?? null;
  return {
    buyer: buyerOf(customer, details),
    seller: company === undefined || sellerRow === null ? null : sellerOf(company, sellerRow),
    sellerTimeZone: company?.timeZone ?? customer.timeZone,
    series: sellerRow?.series ?? null,
    firstMonth: sellerRow?.firstMonth ?? null,
    terms: { days: paymentDays, untilMonthEnd: dueAtMonthEnd },
    missing: [...missingOfSeller(company, sellerRow), ...missingOfBuyer(customer, details)],
  };
}

/** What is missing for an invoice with lines of these rates. */
export function missingFor(
  { missing, buyer }: LegalData,
  lines: readonly Readonly<{ taxRate: { isZero(): boolean } }>[],
): readonly MissingDetail[] {
  const needsNature = buyer.taxNature === null && lines.some(({ taxRate }) => taxRate.isZero());
  return needsNature ? [...missing, 'buyerTaxNature'] : missing;
}

/** The purchase order that stands on the invoices of an account now. */
export async function currentPurchaseOrder(tx: Tx, accountId: AccountId) {
  const [newest] = await tx
    .select()
    .from(purchaseOrder)
    .where(eq(purchaseOrder.accountId, accountId))
    .orderBy(desc(purchaseOrder.createdAt), desc(purchaseOrder.id))
    .limit(1);
  return newest === undefined || newest.number === null ? undefined : { ...newest, number: newest.number };
}

function companyOf(row: AccountRow) {
  const { name, vatNumber, taxCode, addressLine, city, province, postalCode, country } = row;
  return {
    name,
    vatNumber,
    taxCode,
    addressLine: addressLine ?? '',
    city: city ?? '',
    province: country === 'IT' ? province : null,
    postalCode: postalCode ?? '',
    country,
  };
}

function buyerOf(row: AccountRow, details: Omit<InvoicingRow, 'updatedAt'>): LegalParty {
  const { recipientCode, certifiedEmail, isPublicBody, hasSplitPayment, taxNature } = details;
  return {
    ...companyOf(row),
    locale: row.locale,
    recipientCode,
    certifiedEmail,
    isPublicBody,
    hasSplitPayment,
    taxNature,
  };
}

function sellerOf(row: AccountRow, details: SellerRow): Seller {
  const { taxRegime, registerOffice, registerNumber, shareCapital, shareholders, isInLiquidation, iban, bankName } =
    details;
  return {
    ...companyOf(row),
    taxRegime,
    register:
      registerOffice === null || registerNumber === null
        ? null
        : {
            office: registerOffice,
            number: registerNumber,
            shareCapital: shareCapital?.toFixed(2) ?? null,
            shareholders,
            isInLiquidation,
          },
    iban,
    bankName,
    phone: row.phone,
    email: row.billingEmail,
  };
}

function missingOfSeller(company: AccountRow | undefined, details: SellerRow | null): MissingDetail[] {
  if (company === undefined || details === null) return ['sellerDetails'];
  return [
    ...(company.vatNumber === null ? (['sellerVatNumber'] as const) : []),
    ...(hasAddress(company) ? [] : (['sellerAddress'] as const)),
    ...(details.iban === null ? (['sellerIban'] as const) : []),
  ];
}

function missingOfBuyer(company: AccountRow, details: Omit<InvoicingRow, 'updatedAt'>): MissingDetail[] {
  const { recipientCode, certifiedEmail, isPublicBody } = details;
  // Abroad nothing is delivered by the SDI: the code is the same for everybody.
  const isReached = company.country !== 'IT' || recipientCode !== null || (certifiedEmail !== null && !isPublicBody);
  return [
    ...(company.vatNumber === null && company.taxCode === null ? (['buyerTaxId'] as const) : []),
    ...(hasAddress(company) ? [] : (['buyerAddress'] as const)),
    ...(isReached ? [] : (['buyerRecipient'] as const)),
    ...(isReached && isPublicBody && recipientCode?.length !== 6 ? (['buyerPublicCode'] as const) : []),
  ];
}

function hasAddress({ addressLine, city, postalCode, province, country }: AccountRow): boolean {
  const isComplete = addressLine !== null && city !== null && postalCode !== null;
  return isComplete && (country !== 'IT' || province !== null);
}
