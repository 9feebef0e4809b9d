/** The facts that decide a person's status. */
export type StatusFacts = Readonly<{
  disabledAt: Temporal.Instant | null;
  lockedUntil: Temporal.Instant | null;
  passwordSetAt: Temporal.Instant | null;
  activationSentAt: Temporal.Instant | null;
  activationExpiresAt: Temporal.Instant | null;
}>;

export const USER_STATUSES = ['ready', 'locked', 'notActivated', 'disabled'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];
/** A reason why a person cannot sign in yet, shown beside the status. */
export type UserHint = 'passwordNotSet' | 'linkExpired';

/**
 * The status that the list of people shows, and a hint beside it.
 *
 * `notActivated` lasts from the activation mail until a password is chosen; without a mail a person is `ready` at once,
 * with the hint that no password is set.
 *
 * @param times.clockNow  the movable clock, which activation links follow
 * @param times.machineNow  the machine's clock, which locks follow
 */
export function statusOf(
  facts: StatusFacts,
  times: { clockNow: Temporal.Instant; machineNow: Temporal.Instant },
): { status: UserStatus; hint: UserHint | null } {
  if (facts.disabledAt !== null) return { status: 'disabled', hint: null };
  if (facts.lockedUntil !== null && isBefore(times.machineNow, facts.lockedUntil))
    return { status: 'locked', hint: null };
  if (facts.passwordSetAt !== null) return { status: 'ready', hint: null };
  if (facts.activationSentAt === null || facts.activationExpiresAt === null)
    return { status: 'ready', hint: 'passwordNotSet' };
  const expired = !isBefore(times.clockNow, facts.activationExpiresAt);
  return { status: 'notActivated', hint: expired ? 'linkExpired' : null };
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
