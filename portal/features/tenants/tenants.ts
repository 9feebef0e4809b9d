import { acceptAgreement } from './accept-agreement.ts';
import { checkDomain } from './check-domain.ts';
import { getAgreement } from './get-agreement.ts';
import { getTenant, listTenants } from './get-tenant.ts';
import { describeExisting } from './link-existing-tenant.ts';
import { describeNew } from './save-new-tenant.ts';
import { showAdministratorPassword } from './show-administrator-password.ts';

/** One Microsoft account of the actor's company. */
export { getTenantRow, type TenantRow } from './get-tenant.ts';
/** What qualifications are and do. */
export {
  QUALIFICATIONS,
  qualificationPath,
  segmentOpenedBy,
} from './rules.ts';
/** What the secret box seals the first administrator's password for. */
export { administratorPasswordPurpose } from './show-administrator-password.ts';
/** Table that vendors' steps write and other modules join. */
export { tenant } from './tables.ts';
/** For the steps of checkout. */
/** For the order page. */
export {
  acceptAgreement,
  checkDomain,
  describeExisting,
  describeNew,
  getAgreement,
  getTenant,
  listTenants,
  showAdministratorPassword,
};

export const tenantsOperations = [
  checkDomain,
  getAgreement,
  describeNew,
  describeExisting,
  acceptAgreement,
  getTenant,
  listTenants,
  showAdministratorPassword,
];
