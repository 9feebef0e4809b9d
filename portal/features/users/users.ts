import { changeRole } from './change-role.ts';
import { createCustomer } from './create-customer.ts';
import { createUser } from './create-user.ts';
import { disableUser } from './disable-user.ts';
import { editUser } from './edit-user.ts';
import { enableUser } from './enable-user.ts';
import { getProfile } from './get-profile.ts';
import { getUser } from './get-user.ts';
import { listSignIns } from './list-sign-ins.ts';
import { listUsers } from './list-users.ts';
import { removeUser } from './remove-user.ts';
import { resendActivation } from './resend-activation.ts';
import { setLanguage } from './set-language.ts';
import { setUserPassword } from './set-user-password.ts';
import { unlockUser } from './unlock-user.ts';
import { updateProfile } from './update-profile.ts';

/** Adds a person, for seeds and tests; everybody else calls `createUser` or `createCustomer`. */
export { addPerson, type NewPerson } from './add-person.ts';
/** The sign-in of people, as this module needs it: `sign-in` implements it, the shell supplies it. */
export type { Credentials, SignInOutcome } from './credentials.ts';
/** The schema and the limits of a new password, wherever one is chosen. */
export { NewPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './password-schema.ts';
/** People by id, by role, by name. */
export {
  displayName,
  findPerson,
  getPersonForUpdate,
  listAdministrators,
  namesOfPeople,
  type PersonRow,
} from './people.ts';
/** Mails to one person in their language: about their sign-in, or about the account. */
export { sendNotificationMail, sendSignInMail } from './person-mail.ts';
/** Status of a user (ready, locked, not activated, disabled): for the provider's pages. */
export { statusOf, USER_STATUSES } from './rules.ts';
/** Stores locks, passwords and activations with the person: for `sign-in` alone. */
export { setSignInState } from './sign-in-state.ts';
/** The people: for joins and reads. Only this module writes it. */
export { person } from './tables.ts';
/** The profile of the caller, for pages that show it or fill in its data. */
/** Creates a customer with its first administrator: for the provider's pages. */
/** For the history of the demo. */
export { createCustomer, createUser, disableUser, getProfile, setLanguage, updateProfile };

export const usersOperations = [
  changeRole,
  createCustomer,
  createUser,
  disableUser,
  editUser,
  enableUser,
  getProfile,
  getUser,
  listSignIns,
  listUsers,
  removeUser,
  resendActivation,
  setLanguage,
  setUserPassword,
  unlockUser,
  updateProfile,
] as const;
