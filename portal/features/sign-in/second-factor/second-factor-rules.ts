/** The facts that decide whether a person needs a second factor. */
export type FactorFacts = Readonly<{
  accountKind: 'customer' | 'provider';
  /** The account's administrator wants one of everybody. */
  accountRequires: boolean;
  /** The portal wants one of the provider's staff. */
  staffNeedsSecondFactor: boolean;
}>;

/** Decides whether a person must have a second factor. */
export function needsSecondFactor({ accountKind, accountRequires, staffNeedsSecondFactor }: FactorFacts): boolean {
  return accountRequires || (accountKind === 'provider' && staffNeedsSecondFactor);
}

/** A code of the app: six digits. People type blanks between them. */
export function isAppCode(code: string): boolean {
  return /^\d{6}$/.test(withoutBlanks(code));
}

/**
 * A code as it is compared: without blanks; a recovery code with its hyphen, which people leave out, after the fifth
 * character.
 */
export function normalizeCode(code: string): string {
  const plain = withoutBlanks(code);
  return /^[a-zA-Z0-9]{10}$/.test(plain) ? `${plain.slice(0, 5)}-${plain.slice(5)}` : plain;
}

function withoutBlanks(code: string): string {
  return code.replaceAll(/\s/g, '');
}

/** After the password, the second step is possible for this time: that of Better Auth's cookie. Machine time. */
export const PENDING_LIFETIME = Temporal.Duration.from({ minutes: 10 });
/** The person of an app must type a code of it within this time after its key was shown. Machine time. */
export const APP_SET_UP_LIFETIME = Temporal.Duration.from({ minutes: 15 });
/** An accepted code stays on record for longer than it can be right: half a minute before and after its own. */
export const USED_CODE_LIFETIME = Temporal.Duration.from({ minutes: 5 });
export const PASSKEYS_PER_PERSON = 20;
