import { COMMON_PASSWORDS } from './password/common-passwords.ts';

/** An activation link works for 48 hours on the movable clock. */
export const ACTIVATION_LINK_LIFETIME = Temporal.Duration.from({ hours: 48 });
/** A recovery link works for one hour on the movable clock. */
export const RECOVERY_LINK_LIFETIME = Temporal.Duration.from({ hours: 1 });
/** Requests of a recovery link that a network may make within {@link RECOVERY_LINK_LIFETIME}. Machine time. */
export const RECOVERIES_PER_NETWORK = 20;
/** A session ends after this time without a request. Machine time. */
export const SESSION_IDLE_LIFETIME = Temporal.Duration.from({ hours: 12 });

/*
 * Locks, all of them in machine time. A lock keeps out whoever guesses, not the person: it holds for the network that
 * the wrong passwords came from, and everywhere only when they come from many; devices on which the person has signed
 * in before stay free, until they guess themselves.
 */

/** This many failures from one network within {@link FAILURE_WINDOW} lock a person there for {@link LOCK_DURATION}. */
export const FAILURES_TO_LOCK = 10;
export const FAILURE_WINDOW = Temporal.Duration.from({ minutes: 10 });
export const LOCK_DURATION = Temporal.Duration.from({ minutes: 60 });
/** This many within {@link FAILURE_WINDOW_EVERYWHERE}, whatever the network, lock a person everywhere. */
export const FAILURES_TO_LOCK_EVERYWHERE = 30;
export const FAILURE_WINDOW_EVERYWHERE = Temporal.Duration.from({ minutes: 60 });
/** After this many failures in a row a device counts as any other. */
export const FAILURES_PER_DEVICE = 10;
/** A device is known for this long after its last sign-in. */
export const KNOWN_DEVICE_LIFETIME = Temporal.Duration.from({ hours: 180 * 24 });
/**
 * This many failures from one network within {@link FAILURE_WINDOW}, whatever the login, refuse further attempts from
 * it, except from known devices.
 */
export const FAILURES_PER_NETWORK = 60;

/** The facts that decide an attempt before its password is compared. */
export type SignInFacts = Readonly<{
  disabled: boolean;
  hasPassword: boolean;
  /** End of the lock that holds for this network and device, exclusive. */
  lockedUntil: Temporal.Instant | null;
}>;

/**
 * Decides whether the password may be compared. Otherwise it is not compared at all, so that a right one has the same
 * answer as a wrong one.
 *
 * @param now  machine time
 */
export function answerBeforePassword(
  facts: SignInFacts | undefined,
  now: Temporal.Instant,
): 'askPassword' | 'unknownLogin' | 'disabled' | 'locked' | 'noPassword' {
  if (facts === undefined) return 'unknownLogin';
  if (facts.disabled) return 'disabled';
  if (facts.lockedUntil !== null && Temporal.Instant.compare(now, facts.lockedUntil) < 0) return 'locked';
  return facts.hasPassword ? 'askPassword' : 'noPassword';
}

/** Failures of one person, this one included. */
export type FailureCounts = Readonly<{
  /** From the network of this failure, within {@link FAILURE_WINDOW}, since the last success there. */
  fromNetwork: number;
  /** From all networks, within {@link FAILURE_WINDOW_EVERYWHERE}. */
  everywhere: number;
}>;

/**
 * Decides where a failure locks a person, if anywhere.
 *
 * @param inSession  the current password was guessed in an open session: the guesser has come in already, and the lock
 *   holds everywhere
 */
export function lockAfterFailure(
  { fromNetwork, everywhere }: FailureCounts,
  { inSession }: { inSession: boolean },
): 'everywhere' | 'network' | undefined {
  if (everywhere >= FAILURES_TO_LOCK_EVERYWHERE) return 'everywhere';
  if (fromNetwork < FAILURES_TO_LOCK) return undefined;
  return inSession ? 'everywhere' : 'network';
}

export type PasswordOwner = Readonly<{ login: string; email: string; firstName: string; lastName: string }>;

/**
 * Returns the fault of a password of the right length, if any. No rules of composition: they make passwords worse.
 *
 * @source NIST SP 800-63B, 5.1.1.2: compare with commonly used values, repetitions and context-specific words such as
 *   the name
 */
export function judgePassword(
  password: string,
  owner: PasswordOwner,
): 'passwordCommon' | 'passwordHasName' | undefined {
  const plain = plainLetters(password);
  if (COMMON_PASSWORDS.has(plain) || COMMON_PASSWORDS.has(plain.replace(/[^a-z]+$/, ''))) return 'passwordCommon';
  if (isMonotonous(plain)) return 'passwordCommon';
  const names = [owner.login, owner.email, owner.email.split('@')[0] ?? '', owner.firstName, owner.lastName]
    .map(plainLetters)
    .filter((name) => name.length >= 4);
  // A name may be part of a long phrase; it must not be most of the password.
  return names.some((name) => plain.includes(name) && plain.length - name.length < 8) ? 'passwordHasName' : undefined;
}

function plainLetters(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** True for one short piece repeated ("abcabcabcabc"), or a run of neighbours ("abcdefghijkl", "123456789012"). */
function isMonotonous(text: string): boolean {
  if (/^(.{1,4})\1+$/.test(text)) return true;
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i += 1) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return [...steps].every((step) => step === 1 || step === -9) || [...steps].every((step) => step === -1 || step === 9);
}
