import { getWork } from './get-work.ts';
import { listActivity } from './list-activity.ts';
import { listCustomers } from './list-customers.ts';
import { listMails } from './list-mails.ts';
import { moveClock } from './move-clock.ts';
import { openCustomer } from './open-customer.ts';
import { openMail } from './open-mail.ts';
import { resetCustomerSecondFactor } from './reset-second-factor.ts';
import { sendMailAgain } from './send-mail-again.ts';
import { setPaymentTerms } from './set-payment-terms.ts';

/** How the time of the demo is moved, supplied by the shell. */
export type { DemoClock } from './demo-clock.ts';

/** Resets the second factor of a person, for the command line. */
export { resetCustomerSecondFactor };

export const providerOperations = [
  getWork,
  listCustomers,
  openCustomer,
  setPaymentTerms,
  listMails,
  openMail,
  sendMailAgain,
  moveClock,
  resetCustomerSecondFactor,
  listActivity,
];
