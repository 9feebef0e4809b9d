import { cancelAddressChange } from './address/cancel-address-change.ts';
import { confirmAddress } from './address/confirm-address.ts';
import { getAddressConfirmation } from './address/get-address-confirmation.ts';
import { resendAddressConfirmation } from './address/resend-address-confirmation.ts';
import { createUsers } from './import/create-users.ts';
import { previewUsers } from './import/preview-users.ts';
import { changeRoles } from './manage/change-roles.ts';
import { createCustomer } from './manage/create-customer.ts';
import { createUser } from './manage/create-user.ts';
import { disableUser } from './manage/disable-user.ts';
import { editUser } from './manage/edit-user.ts';
import { enableUser } from './manage/enable-user.ts';
import { getUser } from './manage/get-user.ts';
import { listSignIns } from './manage/list-sign-ins.ts';
import { listUsers } from './manage/list-users.ts';
import { removeUser } from './manage/remove-user.ts';
import { resendActivation } from './manage/resend-activation.ts';
import { resetSecondFactor } from './manage/reset-second-factor.ts';
import { setUserPassword } from './manage/set-user-password.ts';
import { unlockUser } from './manage/unlock-user.ts';
import { changeMany } from './many/change-many.ts';
import { previewMany } from './many/preview-many.ts';
import { cancelOwnAddressChange } from './profile/cancel-own-address-change.ts';
import { changeOwnEmail } from './profile/change-own-email.ts';
import { getProfile } from './profile/get-profile.ts';
import { resendOwnAddressConfirmation } from './profile/resend-own-address-confirmation.ts';
import { setLanguage } from './profile/set-language.ts';
import { updateProfile } from './profile/update-profile.ts';
import { assignServices } from './services/assign-services.ts';
import { getServices } from './services/get-services.ts';
import { withdrawService } from './services/withdraw-service.ts';

/** Confirmation of addresses: ended with the access, and given by the links of `sign-in`. */
export { endAddressChanges } from './address/address-changes.ts';
export { confirmEmail, refuseAddressOfOther } from './address/confirm-email.ts';
/** Writes the mails that confirm an address again, for the outbox. */
export { addressMails } from './address/personal-mails.ts';
/** Nobody acts on, or as, a person with more rights. */
export { refuseMoreRights } from './manage/guards.ts';
/** Adds a person, for seeds and tests; everybody else calls `createUser` or `createCustomer`. */
export { addPerson, type NewPerson } from './people/add-person.ts';
/** The sign-in of people, as this module needs it: `sign-in` implements it, the shell supplies it. */
export type { Credentials, PasswordHash, PasswordOwner, SignInOutcome } from './people/credentials.ts';
/** The services and licences of people, as this module needs them: `licences` implements it, the shell supplies it. */
export type { HeldServices } from './people/held-services.ts';
/** The form in which logins are compared. */
export { loginKeyOf } from './people/login-key.ts';
/** How people are notified, and about what: for `notifications`. */
export { setNotificationChoices } from './people/notification-choices.ts';
export { NOTIFICATION_TOPICS, type NotificationTopic } from './people/notification-topics.ts';
/** The schema and the limits of a new password, wherever one is chosen. */
export { NewPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './people/password-schema.ts';
/** People by id, by role, by name. */
export {
  displayName,
  findPerson,
  findPersonForUpdate,
  getPersonForUpdate,
  listPeopleWith,
  namesOfPeople,
  type PersonRow,
} from './people/people.ts';
/** Mails to one person in their language: about their sign-in, or about the account. */
export { mailFactsOf, sendNotificationMail, sendSignInMail } from './people/person-mail.ts';
/** The schemas of a person's names, addresses, login name and role. */
export { Email, FirstName, LastName, Login, PersonRoles } from './people/person-schema.ts';
/** Takes the second factor from a person: for the provider, and the account's own administrators. */
export { resetFactorOf } from './people/reset-factor.ts';
/** Stores locks, passwords and activations with the person: for `sign-in` alone. */
export { setSignInState } from './people/sign-in-state.ts';
/** Why something could not be done for a person at a vendor. */
export { VENDOR_FAILURES, type VendorFailure } from './people/vendor-failures.ts';
/** Status of a user (ready, locked, not activated, disabled): for the provider's pages. */
export { statusOf, USER_STATUSES } from './rules.ts';
/** The people: for joins and reads. Only this module writes it. */
export { person } from './tables.ts';
/** The profile of the caller, for pages that show it or fill in its data. */
/** Creates a customer with its first administrator: for the provider's pages. */
/** One person, for the page that acts in their place. */
/** The people of the account, for pages that choose one. */
/** For the history of the demo. */
export {
  cancelOwnAddressChange,
  changeOwnEmail,
  createCustomer,
  createUser,
  disableUser,
  getProfile,
  getUser,
  listUsers,
  resendOwnAddressConfirmation,
  setLanguage,
  updateProfile,
};

export const usersOperations = [
  assignServices,
  cancelAddressChange,
  cancelOwnAddressChange,
  changeMany,
  changeOwnEmail,
  changeRoles,
  confirmAddress,
  createCustomer,
  createUser,
  createUsers,
  disableUser,
  editUser,
  enableUser,
  getAddressConfirmation,
  getProfile,
  getServices,
  getUser,
  listSignIns,
  listUsers,
  previewMany,
  previewUsers,
  removeUser,
  resendActivation,
  resetSecondFactor,
  resendAddressConfirmation,
  resendOwnAddressConfirmation,
  setLanguage,
  setUserPassword,
  unlockUser,
  updateProfile,
  withdrawService,
] as const;
