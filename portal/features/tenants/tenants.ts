import { acceptAgreement } from './accept-agreement.ts';
import { checkDomain } from './check-domain.ts';
import { getAgreement } from './get-agreement.ts';
import { getTenant } from './get-tenant.ts';
import { linkExistingTenant } from './link-existing-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { saveNewTenant } from './save-new-tenant.ts';
import { showAdministratorPassword } from './show-administrator-password.ts';

/** One Microsoft account of the actor's company. */
export { getTenantRow, type TenantRow } from './get-tenant.ts';
/** Qualifications, how each is obtained and which segment it opens. */
export {
  QUALIFICATIONS,
  qualificationPath,
  segmentOpenedBy,
} from './rules.ts';
/** The purpose under which the secret box seals the first administrator's password. */
export { administratorPasswordPurpose } from './show-administrator-password.ts';
/** Table that vendors' steps write and other modules join. */
export { tenant } from './tables.ts';
/** For the pages of checkout and of an order. */
export {
  acceptAgreement,
  checkDomain,
  getAgreement,
  getTenant,
  linkExistingTenant,
  listTenants,
  saveNewTenant,
  showAdministratorPassword,
};

export const tenantsOperations = [
  checkDomain,
  getAgreement,
  saveNewTenant,
  linkExistingTenant,
  acceptAgreement,
  getTenant,
  listTenants,
  showAdministratorPassword,
];
