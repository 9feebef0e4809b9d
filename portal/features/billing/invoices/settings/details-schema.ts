import { z } from 'zod';
import { clearable } from '#platform/clearable.ts';
import { AmountText } from '#platform/wire.ts';
import { TAX_NATURES } from '../fatturapa/tax-natures.ts';
import { SERIES_PATTERN } from '../invoice-number.ts';
import { isIban } from './iban.ts';
import { TAX_REGIMES } from './tax-regimes.ts';

const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '').toUpperCase();

/** Codice destinatario as input. Six characters reach public bodies, seven everybody else. */
export const RecipientCode = clearable(
  z
    .string()
    .transform(withoutBlanks)
    .refine((code) => /^[A-Z0-9]{6,7}$/.test(code), { message: 'input.notRecipientCode' }),
).describe('Codice destinatario: seven characters, six of a public body; null or empty: none.');

export const CertifiedEmail = clearable(z.string().trim().toLowerCase().pipe(z.email().max(254))).describe(
  'Certified e-mail address (PEC), for who has no codice destinatario; null or empty: none.',
);

export const TaxNature = clearable(
  z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => TAX_NATURES[code] !== undefined, { message: 'input.invalidValue' }),
).describe('Natura: why no tax is charged, such as `N3.5`; null or empty: none.');

export const PaymentDays = z.int().min(0).max(365).describe('Days from the date of an invoice to its due date.');

/** The purchase order of a customer, as input. Codes are those of the CIPE and of ANAC. */
export const PurchaseOrderInput = z.object({
  number: clearable(
    z
      .string()
      .trim()
      .max(20)
      .regex(/^[\u0020-\u007e]*$/, { message: 'input.notBasicLatin' }),
  ).describe('Number of the purchase order, 1 to 20 characters; null or empty: no purchase order from now on.'),
  amount: clearable(
    AmountText.refine((amount) => /[1-9]/.test(amount), { message: 'input.amountNotPositive' }),
  ).describe('Net amount that the order comes to; a warning comes before invoices pass it. Null or empty: no limit.'),
  cig: clearable(
    z
      .string()
      .transform(withoutBlanks)
      .refine((code) => /^[A-Z0-9]{10}$/.test(code), { message: 'input.notCig' }),
  ).describe('Codice identificativo di gara, ten characters; null or empty: none.'),
  cup: clearable(
    z
      .string()
      .transform(withoutBlanks)
      .refine((code) => /^[A-Z0-9]{15}$/.test(code), { message: 'input.notCup' }),
  ).describe('Codice unico di progetto, fifteen characters; null or empty: none.'),
});

export const SellerInput = z.object({
  series: z
    .string()
    .trim()
    .toUpperCase()
    .regex(SERIES_PATTERN, { message: 'input.notSeries' })
    .describe('Letters or digits before the numbers of invoices, 1 to 5. No other program may write the same series.'),
  taxRegime: z.enum(TAX_REGIMES).describe('Regime fiscale, `RF01` for the ordinary one.'),
  registerOffice: clearable(
    z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, { message: 'input.notProvince' }),
  ).describe('Province of the register of companies (REA), two letters; null or empty: not registered.'),
  registerNumber: clearable(z.string().trim().max(20)).describe('Number in the register (REA); null or empty: none.'),
  shareCapital: clearable(AmountText).describe('Share capital paid in, EUR; null or empty: none.'),
  shareholders: z
    .preprocess((value) => (value === '' ? null : value), z.enum(['SU', 'SM']).nullable())
    .describe('`SU`: one shareholder, `SM`: several; null: does not apply.'),
  isInLiquidation: z.boolean().describe('True: the company is being wound up.'),
  iban: clearable(z.string().transform(withoutBlanks).refine(isIban, { message: 'input.notIban' })).describe(
    'Account that customers pay to; without it no invoice is written.',
  ),
  bankName: clearable(z.string().trim().max(80)).describe('Name of its bank; null or empty: not printed.'),
});
