import { z } from 'zod';
import { clearable } from '#platform/clearable.ts';
import { isTaxCode, isVatNumber, TIME_ZONES } from './rules.ts';

const Name = z.string().trim().min(1).max(200).describe('Name of the company, 1 to 200 characters.');
const TimeZone = z
  .enum(TIME_ZONES, { message: 'input.notTimeZone' })
  .describe('Time zone of dates and deadlines, an IANA name.');
const ShortText = z.string().trim().max(200);

/** The details of a company that may be missing. */
const optionalDetails = {
  vatNumber: clearable(
    z
      .string()
      .transform((text) => text.replaceAll(/[\s.]/g, '').replace(/^IT/i, ''))
      .refine(isVatNumber, { message: 'input.notVatNumber' }),
  ).describe('Partita IVA, with or without the country and spaces, stored as eleven digits; null or empty: none.'),
  taxCode: clearable(
    z
      .string()
      .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
      .refine(isTaxCode, { message: 'input.notTaxCode' }),
  ).describe('Codice fiscale: eleven digits of a company, sixteen characters of a sole trader; null or empty: none.'),
  addressLine: clearable(ShortText).describe('Street and number; null or empty: none.'),
  city: clearable(ShortText).describe('Town or city; null or empty: none.'),
  province: clearable(
    z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, { message: 'input.notProvince' }),
  ).describe('Province, two letters, such as MI; null or empty: none.'),
  postalCode: clearable(
    z
      .string()
      .trim()
      .regex(/^\d{5}$/, { message: 'input.notPostalCode' }),
  ).describe('Postal code, five digits; null or empty: none.'),
  phone: clearable(ShortText).describe('Phone number; null or empty: none.'),
  billingEmail: clearable(z.string().trim().toLowerCase().pipe(z.email().max(254))).describe(
    'E-mail address for invoices; null or empty: none.',
  ),
};

/** The details of a new company. A missing one is null. */
export const AccountDetails = z.object({
  name: Name,
  vatNumber: optionalDetails.vatNumber.default(null),
  taxCode: optionalDetails.taxCode.default(null),
  addressLine: optionalDetails.addressLine.default(null),
  city: optionalDetails.city.default(null),
  province: optionalDetails.province.default(null),
  postalCode: optionalDetails.postalCode.default(null),
  phone: optionalDetails.phone.default(null),
  billingEmail: optionalDetails.billingEmail.default(null),
  timeZone: TimeZone,
});

/** Changes in the details of a company. A missing one stays as it is. */
export const AccountDetailsChanges = z.object({ name: Name, ...optionalDetails, timeZone: TimeZone }).partial();
