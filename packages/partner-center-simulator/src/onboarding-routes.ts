import { entryOf, type Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { isTakenDomainPrefix } from './requested-failures.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { optionalText, text } from './wire-json.ts';

export const onboardingRoutes: readonly Route[] = [
  {
    method: 'HEAD',
    path: '/v1/domains/:domain',
    token: 'appOrUser',
    source: 'Verify domain availability',
    handle: verifyDomain,
  },
  {
    method: 'POST',
    path: '/v1/validations/address',
    token: 'appOrUser',
    source: 'Validate an address',
    handle: validateAddress,
  },
  {
    method: 'GET',
    path: '/v1/countryvalidationrules/:country',
    token: 'appOrUser',
    source: 'Get address formatting rules by market',
    handle: countryRules,
  },
];

const TENANT_DOMAIN = /^[a-z0-9][a-z0-9-]{0,26}\.onmicrosoft\.com$/;

/** Whether this is the initial domain of a tenant, in Microsoft's form: letters, digits and hyphens, at most 27. */
export function isTenantDomain(domain: string): boolean {
  return TENANT_DOMAIN.test(domain.toLowerCase());
}

/** Whether the domain is taken. Microsoft answers for all its tenants, not only for the partner's customers. */
export function isDomainTaken(call: Call, domain: string): boolean {
  const wanted = domain.toLowerCase();
  return (
    isTakenDomainPrefix(wanted) ||
    Object.values(call.world.state.customers).some((record) => record.domain.toLowerCase() === wanted)
  );
}

function verifyDomain(call: Call): Answer {
  const domain = call.param('domain');
  if (!isTenantDomain(domain)) throw new PartnerError(800002, ['domain']);
  return { status: isDomainTaken(call, domain) ? 200 : 404 };
}

/**
 * Guess: Microsoft's checks of an address are not public. Here, a postal code of the wrong form finds nothing, a street
 * without a number is verified in part, and the town `Altrove` or `Elsewhere` is unknown.
 */
function validateAddress(call: Call): Answer {
  const address = call.body();
  const country = text(address, 'country').toUpperCase();
  const city = optionalText(address, 'city') ?? '';
  const street = optionalText(address, 'addressLine1') ?? '';
  const postalCode = optionalText(address, 'postalCode') ?? '';
  const rules = rulesOf(country);

  let status = 'VerifiedShippable';
  if (/^(altrove|elsewhere)$/i.test(city.trim()) || !new RegExp(rules.postalCodeRegex).test(postalCode))
    status = 'None';
  else if (street === '') status = 'NotValidated';
  else if (!/\d/.test(street)) status = 'StreetPartial';
  else status = statusRequestedIn(street) ?? status;

  const suggestion: Fields = {
    ...address,
    country,
    city: normalised(city),
    addressLine1: normalised(street),
    postalCode,
  };
  const suggestedAddresses =
    status === 'None' || status === 'NotValidated'
      ? []
      : status === 'Multiple'
        ? [suggestion, { ...suggestion, addressLine1: `${normalised(street)}/A` }]
        : [suggestion];
  return ok({ originalAddress: address, suggestedAddresses, status });
}

/** The other statuses, requested by a marker in the street. */
function statusRequestedIn(street: string): string | undefined {
  const markers = { InteractionRequired: /\((conferma|confirm)\)/i, PremisesPartial: /\((interno|premises)\)/i };
  if (/\((doppio|multiple)\)/i.test(street)) return 'Multiple';
  return Object.entries(markers).find(([, marker]) => marker.test(street))?.[0];
}

function countryRules(call: Call): Answer {
  const country = call.param('country').toUpperCase();
  const rules = rulesOf(country);
  return ok({
    iso2Code: country,
    defaultCulture: rules.culture,
    isStateRequired: rules.states.length > 0,
    states: { value: [...rules.states] },
    supportedLanguages: { value: [rules.culture.slice(0, 2)] },
    supportedCultures: { value: [rules.culture] },
    isPostalCodeRequired: true,
    postalCodeRegex: rules.postalCodeRegex,
    isCityRequired: true,
    isVatIdSupported: rules.taxIdSample.startsWith(country),
    taxIdFormat: rules.taxIdSample.replaceAll(/\d/g, '#'),
    taxIdSample: rules.taxIdSample,
    phoneNumberRegex: rules.phoneNumberRegex,
    isRegistrationNumberSupported: false,
    isTaxIdSupported: true,
    countryCallingCodes: { value: [rules.callingCode] },
    attributes: { objectType: 'CountryInformation' },
  });
}

type CountryRules = Readonly<{
  culture: string;
  states: readonly string[];
  postalCodeRegex: string;
  phoneNumberRegex: string;
  taxIdSample: string;
  callingCode: string;
}>;

/** Guess: Italy does not require the province; only the rules of the United States are published. */
const RULES: Record<string, CountryRules> = {
  IT: {
    culture: 'it-IT',
    states: [],
    postalCodeRegex: '^\\d{5}$',
    phoneNumberRegex: '^(\\+39)?[0-9 ]{6,13}$',
    taxIdSample: 'IT00743110157',
    callingCode: '39',
  },
  US: {
    culture: 'en-US',
    states: `AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM
      NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY`.split(/\s+/),
    postalCodeRegex: '^\\d{5}(-\\d{4})?$',
    phoneNumberRegex: '^[0-9().\\- ]{7,17}$',
    taxIdSample: '999965',
    callingCode: '1',
  },
  SM: {
    culture: 'it-IT',
    states: [],
    postalCodeRegex: '^4789\\d$',
    phoneNumberRegex: '^(\\+378)?[0-9 ]{6,13}$',
    taxIdSample: 'SM12345',
    callingCode: '378',
  },
};

export function rulesOf(country: string): CountryRules {
  const rules = entryOf(RULES, country);
  if (rules === undefined) throw new PartnerError(3000, ['country']);
  return rules;
}

function normalised(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
