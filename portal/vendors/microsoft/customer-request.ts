import type { NewCustomer } from '@licence-portal/partner-center';
import type { TenantRow } from '#features/tenants/tenants.ts';
import { assert } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';

/**
 * The request that creates a new tenant. The province goes into `state`, which Microsoft does not require for Italy.
 *
 * @source Partner Center, "Create a customer"
 */
export function newCustomerOf({ domain, company, contact }: TenantRow, locale: Locale): NewCustomer {
  assert(company !== null && contact !== null, 'a new account has its details');
  return {
    enableGDAPByDefault: true,
    companyProfile: { domain },
    billingProfile: {
      email: contact.email,
      culture: locale === 'it' ? 'it-IT' : 'en-GB',
      language: locale,
      companyName: company.name,
      defaultAddress: {
        firstName: contact.firstName,
        lastName: contact.lastName,
        addressLine1: company.addressLine1,
        ...(company.addressLine2 !== undefined && { addressLine2: company.addressLine2 }),
        city: company.city,
        ...(company.region !== '' && { state: company.region }),
        postalCode: company.postalCode,
        country: company.country,
        phoneNumber: contact.phone,
      },
    },
  };
}
