import { findOffer, type Sku } from './catalogue.ts';
import { seedAgreement, seedPurchase } from './seed-history.ts';
import { settleCustomer } from './settle-customer.ts';
import { newTenant, newUser } from './tenant.ts';
import type { World } from './world.ts';

/**
 * Tenants that exist at Microsoft before the first purchase, so that "use an existing account" can be shown. The
 * company names are those of Microsoft's examples.
 */
const EXISTING: readonly ExistingTenant[] = [
  {
    serial: 1,
    prefix: 'contoso',
    companyName: 'Contoso S.r.l.',
    city: 'Milano',
    postalCode: '20121',
    has: ['reseller', 'agreement'],
    customDomains: ['contoso.example'],
    organizationRegistrationNumber: '00743110157',
  },
  {
    serial: 2,
    prefix: 'northwind',
    companyName: 'Northwind Italia S.p.A.',
    city: 'Torino',
    postalCode: '10121',
    has: ['reseller'],
  },
  {
    serial: 3,
    prefix: 'adatum',
    companyName: 'Adatum S.r.l.',
    city: 'Bologna',
    postalCode: '40121',
    has: [],
    customDomains: ['adatum.example'],
  },
  {
    serial: 4,
    prefix: 'fabrikam',
    companyName: 'Fabrikam S.r.l.',
    city: 'Verona',
    postalCode: '37121',
    has: ['reseller', 'agreement', 'subscription'],
  },
  {
    serial: 5,
    prefix: 'graphicdesign',
    companyName: 'Graphic Design Institute',
    city: 'Firenze',
    postalCode: '50121',
    has: ['reseller', 'agreement', 'education'],
  },
  {
    serial: 6,
    prefix: 'tailspin',
    companyName: 'Tailspin Toys S.r.l.',
    city: 'Napoli',
    postalCode: '80121',
    has: ['reseller', 'directSigned'],
  },
  {
    serial: 7,
    prefix: 'wingtip',
    companyName: 'Wingtip Toys S.r.l.',
    city: 'Parma',
    postalCode: '43121',
    has: ['reseller', 'oldAgreement'],
  },
];

type ExistingTenant = Readonly<{
  serial: number;
  prefix: string;
  companyName: string;
  city: string;
  postalCode: string;
  /** Verified domains beside the initial one. */
  customDomains?: readonly string[];
  organizationRegistrationNumber?: string;
  has: readonly ('reseller' | 'agreement' | 'oldAgreement' | 'directSigned' | 'education' | 'subscription')[];
}>;

const OWNED_SINCE_DAYS = 40;

export function addExistingTenants(world: World): void {
  for (const tenant of EXISTING) addTenant(world, tenant);
}

function addTenant(world: World, tenant: ExistingTenant): void {
  const id = `c0000000-0000-4000-8000-${String(tenant.serial).padStart(12, '0')}`;
  const domain = `${tenant.prefix}.onmicrosoft.com`;
  const record = newTenant(world, {
    id,
    domain,
    companyName: tenant.companyName,
    email: `admin@${domain}`,
    culture: 'it-IT',
    language: 'it',
    customDomains: tenant.customDomains ?? [],
    ...(tenant.organizationRegistrationNumber !== undefined && {
      organizationRegistrationNumber: tenant.organizationRegistrationNumber,
    }),
    address: {
      country: 'IT',
      city: tenant.city,
      addressLine1: 'Via Roma 1',
      postalCode: tenant.postalCode,
      firstName: 'Anna',
      lastName: 'Bianchi',
      phoneNumber: '0212345678',
    },
    relationshipToPartner: tenant.has.includes('reseller') ? 'reseller' : 'none',
  });
  record.directSigned = tenant.has.includes('directSigned');
  if (tenant.has.includes('agreement')) {
    seedAgreement(world, record, { email: `admin@${domain}`, phone: '0212345678' });
  }
  if (tenant.has.includes('oldAgreement')) {
    seedAgreement(world, record, { email: `admin@${domain}`, phone: '0212345678', agreedOn: '2021-06-01' });
  }
  if (tenant.has.includes('education')) {
    record.qualifications.push({
      resource: { qualification: 'Education', vettingStatus: 'Approved', vettingCreatedDate: '2025-01-15T00:00:00Z' },
    });
  }
  const anna = newUser(world.newGuid(), {
    userPrincipalName: `anna.bianchi@${domain}`,
    displayName: 'Anna Bianchi',
    firstName: 'Anna',
    lastName: 'Bianchi',
    usageLocation: 'IT',
  });
  record.users[anna.resource.id] = anna;
  world.state.customers[id] = record;
  if (tenant.has.includes('subscription')) addOwnedSubscription(world, id);
}

/** Ten seats of Business Standard, bought some weeks ago, so that their refund windows are closed. */
function addOwnedSubscription(world: World, customerId: string): void {
  const record = world.state.customers[customerId];
  const sku: Sku | undefined = world.catalogue.skuById.get('CFQ7TTC0LDPB:0001');
  const offer = sku === undefined ? undefined : findOffer(sku, 'P1Y', 'monthly');
  if (record === undefined || sku === undefined || offer === undefined) {
    throw new Error('the catalogue lacks Microsoft 365 Business Standard, which an existing tenant owns');
  }
  seedPurchase(world, record, { sku, offer, quantity: 10, daysAgo: OWNED_SINCE_DAYS });
  settleCustomer(world, record);
}
