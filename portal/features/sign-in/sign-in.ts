import { changePassword } from './change-password.ts';
import { choosePassword } from './choose-password.ts';
import { createApiKey } from './create-api-key.ts';
import { getPasswordLink } from './get-password-link.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listSessions } from './list-sessions.ts';
import { requestRecovery } from './request-recovery.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { signIn } from './sign-in-person.ts';
import { signOut } from './sign-out.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

/** The sign-in library of a process, made once by the shell. */
export { type Auth, createAuth } from './auth.server.ts';
/** For seeds and tests only. */
export { createPersonWithPassword } from './create-person-with-password.ts';
/** The sign-in of people, which `users` needs. */
export { credentials } from './credentials.ts';
/** Recognises the caller of a request, for the shell. */
export { createResolveCaller, type ResolveCaller, type ResolvedCaller } from './resolve-caller.server.ts';
/** The address to which a request without a session is redirected. */
export { signInAddress } from './sign-in-address.ts';

export const signInOperations = [
  changePassword,
  choosePassword,
  createApiKey,
  getPasswordLink,
  listApiKeys,
  listSessions,
  requestRecovery,
  revokeApiKey,
  signIn,
  signOut,
  signOutEverywhere,
] as const;
