import type { PersonId } from '#platform/ids.ts';
import type { AskContext, OperationContext } from '#platform/operation.server.ts';
import type { PersonRow } from './people.ts';

/**
 * Every way in which an attempt to sign in may end. Only `signedIn` opened a session; `impersonated` says that somebody
 * else used the portal in the person's place.
 */
export const SIGN_IN_OUTCOMES = [
  'signedIn',
  'secondStepNeeded',
  'wrongPassword',
  'wrongCode',
  'wrongPasskey',
  'wrongCurrentPassword',
  'unknownLogin',
  'locked',
  'disabled',
  'noPassword',
  'tooManyFromAddress',
  'impersonated',
] as const;
export type SignInOutcome = (typeof SIGN_IN_OUTCOMES)[number];

/** One attempt to sign in. */
export type SignInAttempt = Readonly<{
  id: string;
  outcome: SignInOutcome;
  ipAddress: string | null;
  userAgent: string | null;
  /** Who acted in the person's place; null for the person's own attempts. */
  impersonatorName: string | null;
  /** Machine time. */
  attemptedAt: Temporal.Instant;
}>;

/** The hash of a password: a type of its own, so that a password is never stored in its place. */
export type PasswordHash = string & { readonly kind: 'passwordHash' };
/** The names that a password may not consist of, the company's by its account. The person need not be stored yet. */
export type PasswordOwner = Pick<PersonRow, 'login' | 'email' | 'firstName' | 'lastName'> &
  Partial<Pick<PersonRow, 'accountId'>>;

/**
 * The sign-in of people, as the administration of users needs it. The module `sign-in` implements it, and the shell
 * supplies it as a service. Every method takes part in the caller's transaction.
 */
export type Credentials = Readonly<{
  /** Sends the mail whose link lets a person choose the first password. Links that were sent before stop working. */
  sendActivation(context: OperationContext, person: PersonRow): Promise<{ expiresAt: Temporal.Instant }>;
  /**
   * Judges and hashes a new password, outside transactions: hashing takes long.
   *
   * @throws Refusal `input.invalid` at `password` for one that is easy to guess, or mainly the name of the person, the
   *   company or the portal, `signIn.busy`
   */
  hashPassword(context: AskContext, owner: PasswordOwner, password: string): Promise<PasswordHash>;
  /** Sets a password by its hash. A lock and every open session end, and links that were sent before stop working. */
  setPassword(context: OperationContext, person: PersonRow, passwordHash: PasswordHash): Promise<void>;
  /**
   * Compares the caller's current password.
   *
   * @throws Refusal `input.invalid` at `currentPassword` when it is wrong, `signIn.busy`
   */
  checkCurrentPassword(context: AskContext, currentPassword: string): Promise<void>;
  /** Ends sessions and API keys of a person and the links that were sent and not used. The password stays. */
  endAccess(context: OperationContext, personId: PersonId): Promise<void>;
  /** Deletes passwords, second factors and API keys of a person, and ends sessions and links. */
  remove(context: OperationContext, personId: PersonId): Promise<void>;
  /** Deletes every second factor of a person; sessions end, and the person gets a mail. */
  resetSecondFactor(context: OperationContext, person: PersonRow): Promise<void>;
  /** The address whose network a person is locked in; null without a lock, and for one that holds everywhere. */
  findLockedAddress(context: OperationContext, personId: PersonId): Promise<string | null>;
  /** Ends every lock. The failures that led to them no longer count. */
  unlock(context: OperationContext, personId: PersonId): Promise<void>;
  /** Attempts of a person to sign in, the newest first. */
  listSignIns(
    context: OperationContext,
    personId: PersonId,
    rows: { limit: number; offset: number },
  ): Promise<{ items: readonly SignInAttempt[]; total: number }>;
}>;
