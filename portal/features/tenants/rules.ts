/** @source Partner Center, "Customer qualifications" */
export const QUALIFICATIONS = [
  'None',
  'Education',
  'GovernmentCommunityCloud',
  'StateOwnedEntity',
  'Nonprofit',
] as const;
export type Qualification = (typeof QUALIFICATIONS)[number];

/** Data that Microsoft needs with a qualification. */
export type QualificationDetails = Readonly<{
  educationSegment?: 'K12' | 'HigherEducation' | undefined;
  website?: string | undefined;
  validationCode?: string | undefined;
}>;

/**
 * Company data of a new Microsoft customer. Country is ISO 3166 alpha-2; region in Italy the province's two letters.
 */
export type Company = Readonly<{
  name: string;
  addressLine1: string;
  addressLine2?: string | undefined;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  vatNumber?: string | undefined;
}>;

export type Contact = Readonly<{ firstName: string; lastName: string; email: string; phone: string }>;

/** An acceptance of the Microsoft Customer Agreement as the portal took it before January 2026. */
export type AgreementAcceptance = Readonly<{
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | undefined;
  /** ISO date, never in the future. */
  acceptedOn: string;
  /** Microsoft's id of the text that was accepted. */
  templateId: string;
}>;

/**
 * How a qualification is obtained. `byApi`: the portal requests it and Microsoft vets it. `byMicrosoft`: the customer
 * applies at Microsoft and nothing can be sent. `nothing`: there is nothing to request.
 *
 * @source Partner Center, "Update a customer's qualification via asynchronous validation"
 */
export function qualificationPath(qualification: Qualification): 'nothing' | 'byApi' | 'byMicrosoft' {
  if (qualification === 'None') return 'nothing';
  return qualification === 'Nonprofit' ? 'byMicrosoft' : 'byApi';
}

/**
 * The segment of the price list that an approved qualification opens beside the commercial one; undefined: none.
 *
 * @source Partner Center, "Get a price sheet", segment; a state-owned entity buys from the commercial list
 */
export function segmentOpenedBy(qualification: Qualification): string | undefined {
  switch (qualification) {
    case 'Education':
      return 'education';
    case 'GovernmentCommunityCloud':
      return 'government';
    case 'Nonprofit':
      return 'charity';
    case 'None':
    case 'StateOwnedEntity':
      return undefined;
  }
}

/**
 * The whole initial domain from the forms that people type: `Contoso`, `contoso.onmicrosoft.com`,
 * `https://contoso.onmicrosoft.com/`.
 *
 * @returns undefined for other text: Microsoft allows letters, digits and hyphens, at most 27
 * @source Partner Center, "Verify domain availability"
 */
export function tenantDomainFrom(typed: string): string | undefined {
  const prefix = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/\.onmicrosoft\.com$/, '');
  return /^[a-z0-9](?:[a-z0-9-]{0,25}[a-z0-9])?$/.test(prefix) ? `${prefix}${TENANT_DOMAIN_SUFFIX}` : undefined;
}

export const TENANT_DOMAIN_SUFFIX = '.onmicrosoft.com';

/** A Microsoft tenant id is a GUID. */
export function isTenantId(typed: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed.trim());
}

/** The 107 provinces, as addresses have them. @source ISTAT, codes of the territorial units, 2026 */
const PROVINCES = new Set(
  [
    'AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ EN FC FE FG FI FM FR',
    'GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OR PA PC PD PE PG PI PN PO PR PT PU PV PZ',
    'RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP TR TS TV UD VA VB VC VE VI VR VT VV',
  ].flatMap((codes) => codes.split(' ')),
);

export function isItalianProvince(text: string): boolean {
  return PROVINCES.has(text.toUpperCase());
}
