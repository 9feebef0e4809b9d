import { tryPermissionsAgain } from './check/try-permissions.job.ts';
import { tryPermissions } from './check/try-permissions.ts';
import { receiveEvent } from './events/receive-event.job.ts';
import { registerEvents } from './events/register-events.ts';
import { sendTestEvent } from './events/send-test-event.ts';
import { getConnection } from './get-connection.ts';
import { getNotices } from './get-notices.ts';
import { finishSignIn } from './sign-in/finish-sign-in.ts';
import { startSignIn } from './sign-in/start-sign-in.ts';
import { warnOfSignIn } from './warn-of-sign-in.pass.ts';

/** Takes a vendor's event, for the shell, which serves the address of the receiver. */
export { acceptEvent, EVENT_BYTES_MAX } from './events/accept-event.ts';
export { eventsPath } from './find-connection.ts';
/** Keeps the outages that a process notices, for the page of the connection. */
export { outageRecorder } from './outages.ts';
/** The purposes under which secrets of this module are sealed, for sealing them anew. */
export { attemptPurpose } from './sign-in/start-sign-in.ts';
/** The refresh token that a vendor's client uses and rotates. */
export { hashOfSetting, type StoredToken, storedTokenOf } from './sign-in/stored-token.ts';
/** The connection to a vendor, as the vendor implements it. */
export {
  type CheckName,
  type CheckResult,
  EventRefused,
  type EventRegistration,
  type KnownCustomer,
  type LimitUse,
  PASSED,
  type Remedy,
  type SignInAnswer,
  VendorCallFailed,
  type VendorConnection,
  type VendorConnections,
  type VendorEvent,
} from './vendor-connection.ts';
/** The connections that need the provider, for the provider's first page. */
export { getNotices };

export const connectionsOperations = [
  getConnection,
  getNotices,
  tryPermissions,
  startSignIn,
  finishSignIn,
  registerEvents,
  sendTestEvent,
];
export const connectionsJobs = [tryPermissionsAgain, receiveEvent];
export const connectionsPasses = [warnOfSignIn];
