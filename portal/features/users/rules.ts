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

/** The link that confirms a new address works for 48 hours on the movable clock. */
export const ADDRESS_LINK_LIFETIME = Temporal.Duration.from({ hours: 48 });

/** Facts of a person before the way in is changed. */
export type SignInBefore = Readonly<{
  login: string | null;
  email: string;
  emailConfirmedAt: Temporal.Instant | null;
  passwordSetAt: Temporal.Instant | null;
}>;

/** An address that must be confirmed by the link in a mail to it, and what it then becomes. */
export type AddressToConfirm = Readonly<{ address: string; changesEmail: boolean; changesLogin: boolean }>;

export type SignInChange =
  | Readonly<{ refused: 'input.loginNotOwnAddress' | 'input.loginOtherAddress' }>
  | Readonly<{
      refused: null;
      /** Changes at once. An absent field stays as it is. */
      now: Readonly<{ login?: string; email?: string }>;
      toConfirm: AddressToConfirm | null;
    }>;

/**
 * What becomes of a login and a sign-in e-mail that an administrator types.
 *
 * A person with a password keeps the old address until the new one was confirmed; so does a login that is an address.
 * Without a password nobody has used the old address yet: the new one counts at once, and activation confirms it. A
 * login that was the e-mail stays the e-mail.
 *
 * @param typed  as stored (lower case); an absent field was not typed
 */
export function decideSignInChange(
  before: SignInBefore,
  typed: Readonly<{ login?: string | undefined; email?: string | undefined }>,
): SignInChange {
  const email = typed.email ?? before.email;
  const kept = typed.login === undefined || typed.login === before.login;
  const login = kept && before.login === before.email ? email : (typed.login ?? before.login ?? email);
  const changesEmail = email !== before.email;
  const changesLogin = login !== before.login;
  if (!changesEmail && !changesLogin) return { refused: null, now: {}, toConfirm: null };

  const loginIsAddress = changesLogin && isAddress(login);
  const changed = { ...(changesLogin ? { login } : {}), ...(changesEmail ? { email } : {}) };
  if (before.passwordSetAt === null) {
    if (loginIsAddress && login !== email) return { refused: 'input.loginNotOwnAddress' };
    return { refused: null, now: changed, toConfirm: null };
  }
  if (loginIsAddress && changesEmail && login !== email) return { refused: 'input.loginOtherAddress' };
  const loginWaits = loginIsAddress && (login !== before.email || before.emailConfirmedAt === null);
  return {
    refused: null,
    now: changesLogin && !loginWaits ? { login } : {},
    toConfirm:
      changesEmail || loginWaits
        ? { address: changesEmail ? email : login, changesEmail, changesLogin: loginWaits }
        : null,
  };
}

/** True for a login that looks like an e-mail address: it must be the person's own. */
export function isAddress(login: string): boolean {
  return login.includes('@');
}
