import { z } from 'zod';
import { clearable } from '#platform/clearable.ts';
import { PERSON_ROLES, storedRoles } from '#platform/permissions.ts';
import { storedLogin } from './login-key.ts';

export const PersonRole = z
  .enum(PERSON_ROLES, { message: 'input.required' })
  .describe(
    'In the account of a customer `serviceUser`, who uses assigned services only, or roles of the staff: `costViewer` ' +
      'sees what is owned and what it costs, `userManager` manages users and their licences, `subscriptionManager` ' +
      'changes subscriptions, `purchaser` buys, and `administrator` may do everything. In the account of the provider ' +
      '`providerOperator`, who serves customers, or `provider`, who administers the portal too.',
  );

/** The roles that a person holds. */
export const PersonRoles = z.array(PersonRole).describe('Roles of the user, whose rights are those of all together.');

/** Roles that are given to a person, as they are stored. */
export const GivenRoles = z
  .array(PersonRole)
  .min(1, { message: 'input.roleMissing' })
  .max(PERSON_ROLES.length)
  .readonly()
  .transform(storedRoles)
  .describe(
    'Roles of the user, one or more; the rights are those of all together. Beside `administrator` the others are left ' +
      'out, and `serviceUser` beside any other.',
  );

export const FirstName = z.string().trim().min(1).max(100).describe('First name, 1 to 100 characters.');
export const LastName = z.string().trim().min(1).max(100).describe('Last name, 1 to 100 characters.');

const Address = z.string().trim().min(1).transform(storedLogin).pipe(z.email().max(254));

/** Stored in lower case. */
export const Email = Address.describe('E-mail address that sign-in mails go to; stored in lower case.');

export const NotificationEmail = clearable(Address).describe(
  'Second e-mail address, for notifications; null or empty: they go to the sign-in e-mail.',
);

export const Phone = clearable(z.string().trim().max(200)).describe('Phone number; null or empty: none.');

/** A name to sign in by: an address or a short name, without spaces or invisible signs. Stored in lower case. */
export const Login = z
  .string()
  .trim()
  .min(3)
  .max(254)
  .transform(storedLogin)
  .pipe(z.string().regex(/^[^\s,;<>"\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u, { message: 'input.notLogin' }))
  .describe(
    'Name to sign in by, 3 to 254 characters without spaces; unique in the account, case and look-alike letters ' +
      'ignored. An address only where it is the user’s own.',
  );

/** A postal address, field by field. */
export const PostalAddress = {
  addressLine: clearable(z.string().trim().max(200)).describe('Street and number; null or empty: none.'),
  city: clearable(z.string().trim().max(200)).describe('Town or city; null or empty: none.'),
  province: clearable(z.string().trim().max(200)).describe('Province; null or empty: none.'),
  postalCode: clearable(z.string().trim().max(200)).describe('Postal code; null or empty: none.'),
};
