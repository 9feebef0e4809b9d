import type { AnyJob, Pass } from '#platform/job.ts';
import { assignService } from './assign-service.ts';
import { carryOutTask } from './at-vendor/carry-out-task.job.ts';
import { chooseVendorUser } from './at-vendor/choose-vendor-user.ts';
import { createVendorUser } from './at-vendor/create-vendor-user.ts';
import { getVendorUsers } from './at-vendor/get-vendor-users.ts';
import { listVendorFailures, listVendorWork } from './at-vendor/list-vendor-work.ts';
import { readTenant } from './at-vendor/read-tenant.job.ts';
import { readTenants } from './at-vendor/read-tenants.pass.ts';
import { retryCustomerTask, retryVendorTask } from './at-vendor/retry-vendor-task.ts';
import { showFirstPassword } from './at-vendor/show-first-password.ts';
import { getVendorRule, setVendorRule } from './at-vendor/vendor-rule.ts';
import { getService } from './get-service.ts';
import { listMyServices } from './list-my-services.ts';
import { notifyOfServices } from './notify-of-services.job.ts';
import { unassignService } from './unassign-service.ts';

/** People and licences at a vendor, as this module needs them: vendors implement it. */
export type { LicenceVendor } from './at-vendor/licence-vendor.ts';
export { VendorRefusal } from './at-vendor/task-failures.ts';
/** The purpose under which the first password of an account at the vendor is sealed. */
export { firstPasswordPurpose } from './at-vendor/vendor-users.ts';
/** Seats given to people, over all services of the account. */
export { countAssignedSeats } from './count-assigned-seats.ts';
/** The services of people, which `users` needs. */
export { heldServices } from './held-services.ts';
/** The people who hold seats of a subscription, for `Services.listSeatHolders`. */
export { listSeatHolders } from './list-seat-holders.ts';
/** Gives the people of a subscription the service of the one that it has moved into. */
export { moveAssignments } from './move-assignments.ts';
/** Gives a subscription its link and tile when its order is done. */
export { openService } from './open-service.ts';
/** Licences that people have and that nobody has, with what the unused ones cost, for the dashboard. */
export { readLicenceUse } from './read-licence-use.ts';
/** For `Services.renameService` and `Services.countAssignedTo`. */
export { countAssignedTo, renameService } from './service-of-subscription.ts';
/** Services that the caller may see, for the navigation and the dashboard; assignment, for the demo. */
/** What could not be done at the vendor: for the provider's list of work. Accounts there, for the demo. */
export { assignService, createVendorUser, listMyServices, listVendorWork, retryCustomerTask };

export const licencesOperations = [
  listMyServices,
  getService,
  assignService,
  unassignService,
  getVendorUsers,
  chooseVendorUser,
  createVendorUser,
  showFirstPassword,
  listVendorFailures,
  listVendorWork,
  retryVendorTask,
  retryCustomerTask,
  getVendorRule,
  setVendorRule,
];

export const licencesJobs: readonly AnyJob[] = [carryOutTask, notifyOfServices, readTenant];
export const licencesPasses: readonly Pass[] = [readTenants];
