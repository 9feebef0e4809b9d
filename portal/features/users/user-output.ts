import { z } from 'zod';
import type { PersonRow } from '#features/sign-in/sign-in.ts';
import { InstantText, Locale } from '#platform/wire.ts';
import { statusOf, USER_STATUSES } from './rules.ts';

/** A person as a row of the list. */
export const UserRow = z.object({
  id: z.string(),
  login: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  role: z.enum(['serviceUser', 'administrator', 'provider']),
  status: z.enum(USER_STATUSES),
  hint: z.enum(['passwordNotSet', 'linkExpired']).nullable(),
  createdAt: InstantText,
});

/** All that an administrator sees of a person. */
export const UserDetails = UserRow.extend({
  notificationEmail: z.string().nullable(),
  phone: z.string().nullable(),
  addressLine: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  postalCode: z.string().nullable(),
  locale: Locale,
  activationSentAt: InstantText.nullable(),
  activationExpiresAt: InstantText.nullable(),
  passwordSetAt: InstantText.nullable(),
  disabledAt: InstantText.nullable(),
  /** Machine time. */
  lockedUntil: InstantText.nullable(),
  isSelf: z.boolean(),
});

type Times = { clockNow: Temporal.Instant; machineNow: Temporal.Instant };

export function userRowOf(row: PersonRow, times: Times): z.input<typeof UserRow> {
  return {
    id: row.id,
    login: row.login ?? '',
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    role: row.role,
    ...statusOf(row, times),
    createdAt: row.createdAt.toString(),
  };
}

export function userDetailsOf(row: PersonRow, times: Times, selfId: string | null): z.input<typeof UserDetails> {
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
    disabledAt: row.disabledAt?.toString() ?? null,
    lockedUntil: row.lockedUntil?.toString() ?? null,
    isSelf: row.id === selfId,
  };
}
