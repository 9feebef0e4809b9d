import type { NewCustomer } from '@licence-portal/partner-center';
import type { TenantRow } from '#features/tenants/tenants.ts';
import { assert } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';

/**
 * A new tenant in Microsoft's words. The province goes into `state`, which Italy does not ask for.
 *
 * @source Partner Center, "Create a customer"
 */
export function newCustomerOf({ domain, company, contact }: TenantRow, locale: Locale): NewCustomer {
  assert(company !== null && contact !== null, 'a new account has been described');
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
        state: company.region,
        postalCode: company.postalCode,
        country: company.country,
        phoneNumber: contact.phone,
      },
    },
  };
}
