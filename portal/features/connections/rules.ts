/** Days before the end of a sign-in at which the provider is warned. */
export const WARNED_DAYS_BEFORE = [30, 7, 1] as const;
export type WarnedDays = (typeof WARNED_DAYS_BEFORE)[number];

/**
 * States of the sign-in at a vendor. `missing`: nobody has signed in; `unused`: the token of the settings was not used
 * yet; `endsSoon`: it ends within 30 days if nothing uses it; `ended`: it was not used for too long; `failed`: the
 * vendor refuses it.
 */
export const SIGN_IN_STATES = ['missing', 'unused', 'good', 'endsSoon', 'ended', 'failed'] as const;
export type SignInState = (typeof SIGN_IN_STATES)[number];

type SignIn = Readonly<{
  signedInAt: Temporal.Instant;
  usedAt: Temporal.Instant | null;
  failedAt: Temporal.Instant | null;
}>;

/** When a sign-in ends that is not used again. @param idleDays  of the vendor */
export function endOfSignIn({ signedInAt, usedAt }: SignIn, idleDays: number): Temporal.Instant {
  return (usedAt ?? signedInAt).add({ hours: idleDays * 24 });
}

export function stateOfSignIn(
  signIn: SignIn | undefined,
  { idleDays, hasSettingToken, now }: Readonly<{ idleDays: number; hasSettingToken: boolean; now: Temporal.Instant }>,
): SignInState {
  if (signIn === undefined) return hasSettingToken ? 'unused' : 'missing';
  if (signIn.failedAt !== null) return 'failed';
  const endsAt = endOfSignIn(signIn, idleDays);
  if (Temporal.Instant.compare(endsAt, now) <= 0) return 'ended';
  return daysUntil(endsAt, now) <= WARNED_DAYS_BEFORE[0] ? 'endsSoon' : 'good';
}

/**
 * The warning that is due: the smallest of the days above that has come, unless it or a smaller one was given.
 *
 * @param warnedDays  the last one that was given since the sign-in was used
 */
export function dueWarning(
  endsAt: Temporal.Instant,
  now: Temporal.Instant,
  warnedDays: number | null,
): WarnedDays | undefined {
  const left = daysUntil(endsAt, now);
  if (left <= 0) return undefined;
  const due = WARNED_DAYS_BEFORE.toReversed().find((days) => left <= days);
  return due !== undefined && (warnedDays === null || due < warnedDays) ? due : undefined;
}

/** Days, as a fraction; negative after the end. */
export function daysUntil(endsAt: Temporal.Instant, now: Temporal.Instant): number {
  return now.until(endsAt).total('hours') / 24;
}
