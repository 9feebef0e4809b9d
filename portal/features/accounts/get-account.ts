import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText, Locale, MoneyWire, moneyWire } from '#platform/wire.ts';
import { account } from './tables.ts';

/** The caller's account. */
export const getAccount = operation({
  name: 'accounts.getAccount',
  description: 'Returns the account of the caller: the details of the company, and the terms that the provider set.',
  kind: 'read',
  permission: 'accounts.read',
  input: z.object({}),
  output: z.object({
    id: z.string().describe('Id of the account.'),
    name: z.string().describe('Name of the company.'),
    vatNumber: z.string().nullable().describe('Partita IVA, eleven digits; null: not given.'),
    taxCode: z.string().nullable().describe('Codice fiscale; null: not given.'),
    addressLine: z.string().nullable().describe('Street and number; null: not given.'),
    city: z.string().nullable().describe('Town or city; null: not given.'),
    province: z.string().nullable().describe('Province, two letters; null: not given.'),
    postalCode: z.string().nullable().describe('Postal code; null: not given.'),
    country: z.string().describe('Country, ISO 3166-1 alpha-2.'),
    phone: z.string().nullable().describe('Phone number; null: not given.'),
    billingEmail: z.string().nullable().describe('E-mail address for invoices; null: not given.'),
    timeZone: z.string().describe('Time zone of dates and deadlines, an IANA name.'),
    locale: Locale.describe('Language of the account.'),
    currency: z.string().describe('Currency of prices and invoices, ISO 4217.'),
    vatPercent: DecimalText.describe('Rate of IVA, 0 to 100.'),
    creditLimit: MoneyWire.describe('Credit limit on invoice, gross.'),
  }),
  refusals: ['accounts.notFound'],
  async run({ tx, accountId }) {
    const [row] = await tx.select().from(account).where(eq(account.id, accountId));
    if (row === undefined) throw new Refusal('accounts.notFound');
    return {
      id: row.id,
      name: row.name,
      vatNumber: row.vatNumber,
      taxCode: row.taxCode,
      addressLine: row.addressLine,
      city: row.city,
      province: row.province,
      postalCode: row.postalCode,
      country: row.country,
      phone: row.phone,
      billingEmail: row.billingEmail,
      timeZone: row.timeZone,
      locale: row.locale,
      currency: row.currency,
      vatPercent: row.vatRate.times(100).toFixed(),
      creditLimit: moneyWire({ amount: row.creditLimit, currency: row.currency }),
    };
  },
});
