/** The people, companies and services of the demo. Addresses end in `.example`, which nobody owns. */

export const DEMO_PROVIDER = {
  name: 'CIC Italia S.r.l.',
  addressLine: 'Viale Monza 140',
  city: 'Milano',
  province: 'MI',
  postalCode: '20125',
  billingEmail: 'amministrazione@cic.example',
} as const;

export const DEMO_CUSTOMERS = [
  {
    name: 'Rossi Arredamenti S.r.l.',
    vatNumber: '12345670017',
    addressLine: 'Via Garibaldi 24',
    city: 'Torino',
    province: 'TO',
    postalCode: '10122',
    phone: '+39 011 555 0142',
    billingEmail: 'fatture@rossiarredamenti.example',
  },
  {
    name: 'Studio Conti e Associati',
    vatNumber: '01234567897',
    addressLine: 'Piazza Maggiore 3',
    city: 'Bologna',
    province: 'BO',
    postalCode: '40124',
    phone: '+39 051 555 0178',
    billingEmail: 'segreteria@studioconti.example',
  },
] as const;

const colleague = (firstName: string, lastName: string) => ({
  firstName,
  lastName,
  email: `${firstName}.${lastName}`
    .toLowerCase()
    .replaceAll(/[^a-z.]/g, '')
    .concat('@rossiarredamenti.example'),
  role: 'serviceUser' as const,
  sendActivationMail: false,
  isDisabled: false,
});

/** Colleagues of the first customer: ready without a password, not activated, disabled. */
export const DEMO_PEOPLE = [
  colleague('Chiara', 'Esposito'),
  { ...colleague('Davide', 'Romano'), sendActivationMail: true },
  { ...colleague('Francesca', 'Greco'), sendActivationMail: true, role: 'administrator' as const },
  { ...colleague('Luca', 'Marino'), isDisabled: true },
  colleague('Sara', 'De Luca'),
] as const;

/** What the first customer owns, in a Microsoft account that it had before. */
export const DEMO_OWNED = {
  tenantName: 'contoso',
  lines: [
    // Microsoft 365 Business Basic: a year, billed monthly.
    {
      vendorProductId: 'CFQ7TTC0LH18',
      vendorSkuId: '0001',
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      seatCount: 12,
    },
    // Exchange Online (Plan 1): month by month.
    {
      vendorProductId: 'CFQ7TTC0LH16',
      vendorSkuId: '0001',
      termDuration: 'P1M',
      billingCycle: 'monthly',
      seatCount: 4,
    },
  ],
} as const;
