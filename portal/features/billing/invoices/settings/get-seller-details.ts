import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { DateText, DecimalText } from '#platform/wire.ts';
import { sellerDetails } from '../../tables.ts';

export const getSellerDetails = operation({
  name: 'billing.getSellerDetails',
  description: "Returns what the provider's invoices say of it, beside the details of its company.",
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({}),
  output: z.object({
    seller: z
      .object({
        series: z.string().describe('Series of the numbers.'),
        firstMonth: DateText.describe('First day of the month from which on the portal writes invoices.'),
        taxRegime: z.string().describe('Regime fiscale.'),
        registerOffice: z.string().nullable().describe('Province of the register of companies (REA).'),
        registerNumber: z.string().nullable().describe('Number in the register.'),
        shareCapital: DecimalText.nullable().describe('Share capital, EUR.'),
        shareholders: z.enum(['SU', 'SM']).nullable().describe('`SU`: one shareholder, `SM`: several.'),
        isInLiquidation: z.boolean().describe('True: the company is being wound up.'),
        iban: z.string().nullable().describe('Account that customers pay to.'),
        bankName: z.string().nullable().describe('Its bank.'),
      })
      .nullable()
      .describe('Null: nothing was set, and no invoice is written.'),
  }),
  async run({ tx, accountId }) {
    const [row] = await tx.select().from(sellerDetails).where(eq(sellerDetails.accountId, accountId));
    if (row === undefined) return { seller: null };
    const { accountId: _account, updatedAt: _at, firstMonth, shareCapital, ...details } = row;
    return {
      seller: { ...details, firstMonth: firstMonth.toString(), shareCapital: shareCapital?.toFixed(2) ?? null },
    };
  },
});
