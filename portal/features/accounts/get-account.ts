import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText, Locale, MoneyWire, moneyWire } from '#platform/wire.ts';
import { account } from './tables.ts';

/** One's own account: what the company tells about itself, and the terms that the provider set. */
export const getAccount = operation({
  name: 'accounts.get',
  kind: 'read',
  permission: 'accounts.read',
  input: z.object({}),
  output: z.object({
    id: z.string(),
    name: z.string(),
    vatNumber: z.string().nullable(),
    taxCode: z.string().nullable(),
    addressLine: z.string().nullable(),
    city: z.string().nullable(),
    province: z.string().nullable(),
    postalCode: z.string().nullable(),
    country: z.string(),
    phone: z.string().nullable(),
    billingEmail: z.string().nullable(),
    timeZone: z.string(),
    locale: Locale,
    currency: z.string(),
    /** 0 to 100. */
    vatPercent: DecimalText,
    /** Gross. */
    creditLimit: MoneyWire,
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
