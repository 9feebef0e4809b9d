import type { AnyJob } from '#platform/job.ts';
import { checkAcceptance } from './agreement/check-acceptance.ts';
import { getAcceptance } from './agreement/get-acceptance.ts';
import { getAgreement } from './agreement/get-agreement.ts';
import { nameSignatory } from './agreement/name-signatory.ts';
import { sendAcceptanceLink } from './agreement/send-acceptance-link.ts';
import { checkDomain } from './check-domain.ts';
import { getTenant } from './get-tenant.ts';
import { linkExistingTenant } from './link-existing-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { checkDnsRecord } from './proof/check-dns-record.ts';
import { confirmProofCode } from './proof/confirm-proof-code.ts';
import { endOtherClaims } from './proof/end-other-claims.job.ts';
import { getProofs } from './proof/get-proofs.ts';
import { mailProofCode } from './proof/mail-proof-code.job.ts';
import { sendProofMail } from './proof/send-proof-mail.ts';
import { linkCustomer } from './provider-links/link-customer.ts';
import { listClaims } from './provider-links/list-claims.ts';
import { refuseClaim } from './provider-links/refuse-claim.ts';
import { suggestCustomers } from './provider-links/suggest-customers.ts';
import { removeClaim } from './remove-claim.ts';
import { saveNewTenant } from './save-new-tenant.ts';
import { showAdministratorPassword } from './show-administrator-password.ts';

/** What `AcceptanceNotice` shows, and the answers to its buttons. */
export { acceptanceFor, answerAcceptance } from './agreement/answer-acceptance.ts';
/** The request that an order waits for: found, or opened for the signatory. */
export { findCurrentRequest, getOrOpenRequest } from './agreement/current-request.ts';
/** What Microsoft says about an acceptance of the agreement. */
export { hasValidAgreement } from './agreement/read-agreements.ts';
/** Which requests can still be answered, when to look again, and whom they are for. */
export { isOpenRequest, nextReadAfterSeconds, OPEN_REQUEST_STATUSES, type Signatory } from './agreement/rules.ts';
/** The company for which the agreement is accepted. */
export { signingCompany } from './agreement/signing-company.ts';
/** Stores Microsoft's answers about a request, and notifies those who have to act. */
export { notifyStopped, storeAnnounced, storeRefusedData, storeState } from './agreement/store-answer.ts';
/** Orders that wait for the customer, as this module needs them. */
export type { WaitingOrders } from './agreement/waiting-orders.ts';
/** One Microsoft account of the actor's company, and whether it may be bought into. */
export { getTenantRow, getUsableTenantRow, isUsable, type TenantRow } from './get-tenant.ts';
/** One order at a time prepares a tenant: for vendors' steps. */
export { endPreparationTurn, takePreparationTurn } from './preparation-turn.ts';
/** What the proofs of tenants need from outside, and how DNS is asked: for the shell. */
export type { TenantProofs } from './proof/tenant-proofs.ts';
export { txtResolver } from './proof/txt-resolver.server.ts';
/** Qualifications, how each is obtained and which segment it opens. */
export {
  QUALIFICATIONS,
  qualificationPath,
  segmentOpenedBy,
} from './rules.ts';
/** The purpose under which the secret box seals the first administrator's password. */
export { administratorPasswordPurpose } from './show-administrator-password.ts';
/** Tables that vendors' steps write and other modules join. */
export { type AgreementRequestRow, agreementRequest, tenant } from './tables.ts';
/** Id of the vendor whose tenants these are. */
export { TENANT_VENDOR } from './tenant-vendor.ts';
/** For the pages of checkout and of an order. */
export {
  checkAcceptance,
  checkDomain,
  getAcceptance,
  getAgreement,
  getTenant,
  linkCustomer,
  linkExistingTenant,
  listTenants,
  nameSignatory,
  saveNewTenant,
  sendAcceptanceLink,
  showAdministratorPassword,
};

export const tenantsOperations = [
  checkDomain,
  getAgreement,
  saveNewTenant,
  linkExistingTenant,
  nameSignatory,
  getAcceptance,
  sendAcceptanceLink,
  checkAcceptance,
  getTenant,
  listTenants,
  showAdministratorPassword,
  getProofs,
  checkDnsRecord,
  sendProofMail,
  confirmProofCode,
  removeClaim,
  listClaims,
  suggestCustomers,
  linkCustomer,
  refuseClaim,
];

export const tenantsJobs: readonly AnyJob[] = [mailProofCode, endOtherClaims];
