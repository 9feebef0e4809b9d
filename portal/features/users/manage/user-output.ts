import { z } from 'zod';
import { InstantText, Locale } from '#platform/wire.ts';
import { PendingAddress } from '../address/address-changes.ts';
import type { PersonRow } from '../people/people.ts';
import { PersonRoles } from '../people/person-schema.ts';
import { statusOf, USER_STATUSES } from '../rules.ts';

/** A person as a row of the list. */
export const UserRow = z.object({
  id: z.string().describe('Id of the user.'),
  login: z.string().describe('Name to sign in by, lower case.'),
  firstName: z.string().describe('First name.'),
  lastName: z.string().describe('Last name.'),
  email: z.string().describe('Sign-in e-mail.'),
  roles: PersonRoles,
  status: z
    .enum(USER_STATUSES)
    .describe(
      '`ready` to sign in, `locked` after too many attempts, `notActivated` until the link of the activation mail ' +
        'was followed, or `disabled`.',
    ),
  hint: z
    .enum(['passwordNotSet', 'linkExpired'])
    .nullable()
    .describe('Reason why the user cannot sign in yet although the status does not say so; null: none.'),
  createdAt: InstantText.describe('Time at which the user was added, UTC.'),
});

/** Everything that an administrator sees of a person. */
export const UserDetails = UserRow.extend({
  notificationEmail: z.string().nullable().describe('Second e-mail, for notifications; null: they go to `email`.'),
  phone: z.string().nullable().describe('Phone number; null: not given.'),
  addressLine: z.string().nullable().describe('Street and number; null: not given.'),
  city: z.string().nullable().describe('Town or city; null: not given.'),
  province: z.string().nullable().describe('Province; null: not given.'),
  postalCode: z.string().nullable().describe('Postal code; null: not given.'),
  locale: Locale.describe('Language of pages and mails.'),
  activationSentAt: InstantText.nullable().describe('Time of the last activation mail, UTC; null: none was sent.'),
  activationExpiresAt: InstantText.nullable().describe('End of the link in that mail, UTC, exclusive; null: no mail.'),
  passwordSetAt: InstantText.nullable().describe('Time at which the present password was set, UTC; null: none is set.'),
  hasSecondFactor: z.boolean().describe('True: the user signs in with a second factor.'),
  disabledAt: InstantText.nullable().describe('Time at which the user was disabled, UTC; null: enabled.'),
  lockedUntil: InstantText.nullable().describe(
    'End of the last lock, UTC, exclusive, machine time; null: never locked.',
  ),
  emailConfirmed: z.boolean().describe('The user has followed a link in a mail to `email`.'),
  pendingAddress: PendingAddress.nullable().describe('New address that waits for its confirmation; null: none.'),
  lockedAddress: z
    .string()
    .nullable()
    .describe('Address whose network the lock holds for; null: everywhere, or the user is not locked.'),
  isSelf: z.boolean().describe('True for the caller’s own user, whose roles and status another administrator changes.'),
  isManageable: z
    .boolean()
    .describe('False: the user has rights that the caller lacks, and the caller changes nothing.'),
});

/** A person as an administrator sees it. */
export type User = z.output<typeof UserDetails>;

/** The times that a status depends on: the movable clock's and the machine's. */
type Times = { clockNow: Temporal.Instant; machineNow: Temporal.Instant };

export function userRowOf(row: PersonRow, times: Times): z.input<typeof UserRow> {
  return {
    id: row.id,
    login: row.login ?? '',
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    roles: row.roles,
    ...statusOf(row, times),
    createdAt: row.createdAt.toString(),
  };
}

export function userDetailsOf(
  row: PersonRow,
  times: Times,
  seen: {
    selfId: string | null;
    isManageable: boolean;
    lockedAddress: string | null;
    pendingAddress: z.input<typeof PendingAddress> | null;
  },
): z.input<typeof UserDetails> {
  return {
    ...userRowOf(row, times),
    notificationEmail: row.notificationEmail,
    phone: row.phone,
    addressLine: row.addressLine,
    city: row.city,
    province: row.province,
    postalCode: row.postalCode,
    locale: row.locale,
    activationSentAt: row.activationSentAt?.toString() ?? null,
    activationExpiresAt: row.activationExpiresAt?.toString() ?? null,
    passwordSetAt: row.passwordSetAt?.toString() ?? null,
    hasSecondFactor: row.twoFactorEnabled,
    disabledAt: row.disabledAt?.toString() ?? null,
    lockedUntil: row.lockedUntil?.toString() ?? null,
    lockedAddress: seen.lockedAddress,
    emailConfirmed: row.emailConfirmedAt !== null,
    pendingAddress: seen.pendingAddress,
    isSelf: row.id === seen.selfId,
    isManageable: seen.isManageable,
  };
}
