import { createApiKey } from './api-keys/create-api-key.ts';
import { listAccountApiKeys } from './api-keys/list-account-api-keys.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { remindOfKeyEnds } from './api-keys/remind-of-key-ends.pass.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { revokeUserApiKey } from './api-keys/revoke-user-api-key.ts';
import { answerImpersonation } from './impersonation/answer-impersonation.ts';
import { endImpersonation } from './impersonation/end-impersonation.ts';
import { getCustomerImpersonation } from './impersonation/get-customer-impersonation.ts';
import { getImpersonationRule } from './impersonation/get-impersonation-rule.ts';
import { listImpersonations } from './impersonation/list-impersonations.ts';
import { notifyOfAnswer } from './impersonation/notify-of-answer.job.ts';
import { setImpersonationRule } from './impersonation/set-impersonation-rule.ts';
import { startCustomerImpersonation } from './impersonation/start-customer-impersonation.ts';
import { startImpersonation } from './impersonation/start-impersonation.ts';
import { changePassword } from './password/change-password.ts';
import { choosePassword } from './password/choose-password.ts';
import { getPasswordLink } from './password/get-password-link.ts';
import { requestRecovery } from './password/request-recovery.ts';
import { sendRecoveryMails } from './password/send-recovery-mails.job.ts';
import { addPasskey } from './second-factor/add-passkey.ts';
import { beginAppSetUp } from './second-factor/begin-app-set-up.ts';
import { beginPasskey } from './second-factor/begin-passkey.ts';
import { beginPasskeySignIn } from './second-factor/begin-passkey-sign-in.ts';
import { completeSecondStep } from './second-factor/complete-second-step.ts';
import { confirmAppSetUp } from './second-factor/confirm-app-set-up.ts';
import { getAppSetUp } from './second-factor/get-app-set-up.ts';
import { getSecondFactor } from './second-factor/get-second-factor.ts';
import { getSecondFactorRule } from './second-factor/get-second-factor-rule.ts';
import { getSecondStep } from './second-factor/get-second-step.ts';
import { removeApp } from './second-factor/remove-app.ts';
import { removePasskey } from './second-factor/remove-passkey.ts';
import { replaceRecoveryCodes } from './second-factor/replace-recovery-codes.ts';
import { setSecondFactorRule } from './second-factor/set-second-factor-rule.ts';
import { signInWithPasskey } from './second-factor/sign-in-with-passkey.ts';
import { endSession } from './session/end-session.ts';
import { forgetSignIns } from './session/forget-sign-ins.pass.ts';
import { listSessions } from './session/list-sessions.ts';
import { notifyOfLock } from './session/notify-of-lock.job.ts';
import { signIn } from './session/sign-in-person.ts';
import { signOut } from './session/sign-out.ts';
import { signOutEverywhere } from './session/sign-out-everywhere.ts';
import { unlockSignIn } from './session/unlock-sign-in.ts';

/** For seeds and tests only. */
export { createPersonWithPassword } from './create-person-with-password.ts';
/** The sign-in of people, which `users` needs. */
export { credentials } from './credentials.ts';
/** Names of those who acted in another person's place: for the audit. */
export { namesOfImpersonators } from './impersonation/impersonator-names.ts';
/** Makes a link to choose a password, for the command line. */
export { makePasswordLink } from './password/make-password-link.ts';
/** The fields of a password that is chosen by typing it twice. */
export { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password/password-schema.ts';
/** Writes the mails of sign-in that have a personal link again, for the outbox. */
export { personalMails } from './password/personal-mails.ts';
/** Under which the set-up of an app is sealed, for a new SECRET. */
export { setUpPurpose } from './second-factor/app-set-up.server.ts';
/** The sign-in library of a process, made once by the shell. */
export { type Auth, createAuth } from './session/auth.server.ts';
/** The language of a browser that is not signed in. */
export { localeOfBrowser } from './session/browser-locale.ts';
/** The hashing of passwords, for the shell to supply. */
export { createPasswordHashing, type PasswordHasher, type PasswordHashing } from './session/password-hash.server.ts';
/** Recognises the caller of a request, for the shell. */
export { createResolveCaller, type ResolveCaller, type ResolvedCaller } from './session/resolve-caller.server.ts';
/** The addresses to which a request without a session, or with one that may do nothing yet, is redirected. */
export { setUpAddress, signInAddress } from './session/sign-in-address.ts';

export const signInJobs = [notifyOfAnswer, notifyOfLock, sendRecoveryMails];

export const signInOperations = [
  addPasskey,
  beginAppSetUp,
  beginPasskey,
  beginPasskeySignIn,
  completeSecondStep,
  confirmAppSetUp,
  getAppSetUp,
  getSecondFactor,
  getSecondFactorRule,
  getSecondStep,
  removeApp,
  removePasskey,
  replaceRecoveryCodes,
  setSecondFactorRule,
  signInWithPasskey,
  changePassword,
  choosePassword,
  createApiKey,
  answerImpersonation,
  endImpersonation,
  getCustomerImpersonation,
  getImpersonationRule,
  listImpersonations,
  setImpersonationRule,
  startCustomerImpersonation,
  startImpersonation,
  endSession,
  getPasswordLink,
  listAccountApiKeys,
  listApiKeys,
  listSessions,
  requestRecovery,
  revokeApiKey,
  revokeUserApiKey,
  signIn,
  signOut,
  signOutEverywhere,
  unlockSignIn,
] as const;

/** For the provider's page of a customer and the command line. */
export { unlockSignIn };

export const signInPasses = [forgetSignIns, remindOfKeyEnds] as const;
