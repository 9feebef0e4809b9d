import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** @source Partner Center, "Utility resources", Address */
export const Address = z.looseObject({
  /** ISO 3166, two letters. */
  country: z.string().optional(),
  region: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  addressLine1: z.string().optional(),
  addressLine2: z.string().optional(),
  postalCode: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  phoneNumber: z.string().optional(),
});
export type Address = Known<z.output<typeof Address>>;

/** @source Partner Center, "Validate an address" */
export const AddressValidation = z.looseObject({
  originalAddress: Address.optional(),
  suggestedAddresses: z.array(Address).optional(),
  /**
   * `VerifiedShippable`, `Verified`, `InteractionRequired`, `StreetPartial`, `PremisesPartial`, `Multiple`, `None`,
   * `NotValidated`.
   */
  status: z.string(),
  validationMessage: z.string().optional(),
});
export type AddressValidation = Known<z.output<typeof AddressValidation>>;

const TextList = z.looseObject({ value: z.array(z.string()).optional() });

/** The rules of a country for addresses and ids. @source Partner Center, "Country information resources" */
export const CountryValidationRules = z.looseObject({
  iso2Code: z.string(),
  defaultCulture: z.string().optional(),
  isStateRequired: z.boolean().optional(),
  states: TextList.optional(),
  supportedLanguages: TextList.optional(),
  supportedCultures: TextList.optional(),
  isPostalCodeRequired: z.boolean().optional(),
  postalCodeRegex: z.string().optional(),
  isCityRequired: z.boolean().optional(),
  isVatIdSupported: z.boolean().optional(),
  taxIdFormat: z.string().optional(),
  taxIdSample: z.string().optional(),
  vatIdRegex: z.string().optional(),
  phoneNumberRegex: z.string().optional(),
  isRegistrationNumberSupported: z.boolean().optional(),
  isTaxIdSupported: z.boolean().optional(),
  countryCallingCodes: TextList.optional(),
});
export type CountryValidationRules = Known<z.output<typeof CountryValidationRules>>;

export type NewAddress = Readonly<{
  addressLine1: string;
  addressLine2?: string;
  city: string;
  state?: string;
  postalCode: string;
  /** ISO 3166, two letters. */
  country: string;
}>;

export function validationCalls(transport: Transport) {
  return {
    /**
     * Whether a tenant with this domain can be created.
     *
     * @param domain  whole: `contoso.onmicrosoft.com`
     * @source Partner Center, "Verify domain availability": 200 is taken, 404 is free
     */
    async isDomainAvailable(domain: string, options: CallOptions = {}): Promise<boolean> {
      const answer = await transport.send(ROUTES.checkDomain, { path: { domain }, alsoAnswers: [404] }, options);
      return answer.status === 404;
    },
    validateAddress: (address: NewAddress, options: CallOptions = {}) =>
      transport.read(ROUTES.validateAddress, { body: address }, AddressValidation, options),
    /** @param country  ISO 3166, two letters */
    getCountryRules: (country: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getCountryValidationRules, { path: { country } }, CountryValidationRules, options),
  };
}
