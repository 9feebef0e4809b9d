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

/** Words that a guesser of a password for this portal tries, whoever owns it. */
const PRODUCT_NAMES = ['office', 'licenze', 'licences', 'portale', 'portal'];
/** A shorter name is part of too many words. */
const NAME_LENGTH_MIN = 4;
/** So many letters and digits a password needs beside names. */
const BESIDE_NAMES_MIN = 8;

/**
 * The names in some texts, such as an address or the name of a company, and those of the product: each text as a whole
 * and each word of it, in lower case without accents and signs.
 */
export function namesIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)]);
  const names = [...words.map(lettersAndDigits), ...PRODUCT_NAMES];
  return [...new Set(names)].filter((name) => name.length >= NAME_LENGTH_MIN);
}

/** True when names are most of a password. They may be part of a long phrase. */
export function isMainlyNames(password: string, names: readonly string[]): boolean {
  const whole = lettersAndDigits(password);
  const longestFirst = names.toSorted((left, right) => right.length - left.length);
  const rest = longestFirst.reduce((left, name) => left.replaceAll(name, ''), whole);
  return rest !== whole && rest.length < BESIDE_NAMES_MIN;
}

/** A text in lower case without accents. */
export function plainLetters(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function lettersAndDigits(text: string): string {
  return plainLetters(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
}
