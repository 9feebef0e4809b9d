import { z } from 'zod';
import { Email } from '#features/users/users.ts';
import { PersonId } from '#platform/ids.ts';
import { TenantId } from './linked-tenants.ts';

/** A person's account in one tenant. */
export const VendorUserKey = z.object({
  personId: PersonId.describe('The person.'),
  tenantId: TenantId,
});

/** The address of an account at the vendor. */
export const VendorLogin = Email.describe('Address of the user at Microsoft (user principal name).');
