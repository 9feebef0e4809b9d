import { getProfile } from '../users/get-profile.ts';
import { setLanguage } from '../users/set-language.ts';
import { updateProfile } from '../users/update-profile.ts';
import { changePassword } from './change-password.ts';
import { choosePassword } from './choose-password.ts';
import { createApiKey } from './create-api-key.ts';
import { getPasswordLink } from './get-password-link.ts';
import { listApiKeys } from './list-api-keys.ts';
import { requestRecovery } from './request-recovery.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

/** Adds a person; the users module does it for administrators. */
export { addPerson, isLoginTaken, loginTaken, type NewPerson } from '../users/add-person.ts';
export { loginChangedMail } from '../users/login-changed.mail.ts';
/** People by id, by role, by name. */
export {
  findPerson,
  getPerson,
  getPersonForUpdate,
  listAdministrators,
  namesOfPeople,
  type PersonRow,
} from '../users/people.ts';
/** Mails to one person in their language. */
export { mailNews, mailPerson } from '../users/person-mail.ts';
export { Email, Login, OptionalEmail, OptionalText, PersonName } from '../users/person-schema.ts';
/** The sign-in of a process, made once by the shell. */
export { type Auth, createAuth } from './auth.server.ts';
/** For seeds and tests only. */
export { createPersonWithPassword } from './create-person-with-password.ts';
export { NewPassword } from './password-schema.ts';
/** Who calls, for the shell; what a page may do with the sign-in. */
export { authOf, createResolveCaller, type ResolveCaller, type ResolvedCaller } from './resolve-caller.server.ts';
export { PASSWORD_LENGTH_MIN } from './rules.ts';
export { sendActivation } from './send-activation.ts';
/** Where a request without a session is sent. */
export { signInAddress } from './sign-in-address.ts';
export { endPasswordLinks, endSessions, removeCredentials, storePassword } from './store-password.ts';
/** For joins and reads; only this module and `users` write it. */
export { person, signInAttempt } from './tables.ts';
/** For pages that fill in what one has said of oneself. */
export { getProfile };

export const signInOperations = [
  changePassword,
  choosePassword,
  createApiKey,
  getPasswordLink,
  getProfile,
  listApiKeys,
  requestRecovery,
  revokeApiKey,
  setLanguage,
  signOutEverywhere,
  updateProfile,
] as const;
