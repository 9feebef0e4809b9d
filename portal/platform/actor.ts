import type { AccountId, PersonId } from './ids.ts';
import type { KeyScope } from './key-scopes.ts';
import type { Role } from './permissions.ts';

/** The acting party: anonymous (sign-in), a person, or the system (a job, the command line). */
export type Actor = Readonly<{
  /** One or more; the rights are those of all of them together. */
  roles: readonly Role[];
  /** The account whose rows may be seen; null for `anonymous`, and for `system` unless a job names one. */
  accountId: AccountId | null;
  personId: PersonId | null;
  /** Who acts in this person's place, if anybody: an administrator of the account, or the provider's staff. */
  impersonatorId: PersonId | null;
  /** True: that one has asked for changes too. Otherwise nothing is written in the person's place. */
  mayWriteOnBehalf?: boolean;
  /** What an API key may do beside the role of its person; absent for callers without a key. */
  keyScopes?: readonly KeyScope[];
}>;

export const ANONYMOUS: Actor = { roles: ['anonymous'], accountId: null, personId: null, impersonatorId: null };

/** The actor of a job; with an account, it sees that account's rows only. */
export function systemActor(accountId: AccountId | null = null): Actor {
  return { roles: ['system'], accountId, personId: null, impersonatorId: null };
}
