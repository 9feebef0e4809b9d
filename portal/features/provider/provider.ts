import { getWork } from './get-work.ts';
import { acceptInvitation } from './invitation/accept-invitation.ts';
import { getInvitation } from './invitation/get-invitation.ts';
import { invitePerson } from './invitation/invite-person.ts';
import { listActivity } from './list-activity.ts';
import { listCustomers } from './list-customers.ts';
import { listMails } from './list-mails.ts';
import { moveClock } from './move-clock.ts';
import { openCustomer } from './open-customer.ts';
import { openMail } from './open-mail.ts';
import { previewPaymentTerms } from './preview-payment-terms.ts';
import { resetCustomerSecondFactor } from './reset-second-factor.ts';
import { sendMailAgain } from './send-mail-again.ts';
import { setPaymentTerms } from './set-payment-terms.ts';

/** How the time of the demo is moved, supplied by the shell. */
export type { DemoClock } from './demo-clock.ts';
/** Notes at the first start what a database is for, and tells every later start. */
export { claimInstallation } from './installation/claim-installation.ts';
/** The link for the first person of the staff, which a start prints. */
export { offerFirstLink } from './invitation/offer-first-link.ts';
/** For the command line. */
/** Resets the second factor of a person, for the command line. */
export { invitePerson, resetCustomerSecondFactor };

export const providerOperations = [
  getWork,
  listCustomers,
  openCustomer,
  previewPaymentTerms,
  setPaymentTerms,
  listMails,
  openMail,
  sendMailAgain,
  moveClock,
  resetCustomerSecondFactor,
  listActivity,
  invitePerson,
  getInvitation,
  acceptInvitation,
];
