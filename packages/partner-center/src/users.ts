import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** A person in the customer's tenant. @source Partner Center, "User resources" */
export const CustomerUser = z.looseObject({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  /** ISO 3166, two letters; a person without one cannot get a licence. */
  usageLocation: z.string().optional(),
  phoneNumber: z.string().optional(),
  immutableId: z.string().optional(),
  /** `active`, `inactive` (deleted, restorable for 30 days). */
  state: z.string().optional(),
  userDomainType: z.string().optional(),
  lastDirectorySyncTime: z.string().optional(),
  softDeletionTime: z.string().optional(),
});
export type CustomerUser = Known<z.output<typeof CustomerUser>>;

type PasswordProfile = Readonly<{ password: string; forceChangePassword: boolean }>;

/** @source Partner Center, "Create user accounts for a customer" */
export type NewCustomerUser = Readonly<{
  userPrincipalName: string;
  displayName: string;
  firstName?: string;
  lastName?: string;
  usageLocation: string;
  immutableId?: string;
  passwordProfile: PasswordProfile;
}>;

export type CustomerUserChanges = Readonly<
  Partial<Omit<NewCustomerUser, 'passwordProfile'>> & { passwordProfile?: PasswordProfile }
>;

type UserQuery = Readonly<{
  /** Rows a page. */
  size?: number;
  /** Lists deleted people who can still be restored, instead of the active ones. */
  deleted?: boolean;
}>;

type UserIds = Readonly<{ customerId: string; userId: string }>;

export function userCalls(transport: Transport) {
  return {
    list: (customerId: string, query: UserQuery = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listUsers, { path: { customerId }, query: wireQuery(query) }, CustomerUser, options),
    pages: (customerId: string, query: UserQuery = {}, options: CallOptions = {}) =>
      transport.pages(ROUTES.listUsers, { path: { customerId }, query: wireQuery(query) }, CustomerUser, options),
    get: (path: UserIds, options: CallOptions = {}) => transport.read(ROUTES.getUser, { path }, CustomerUser, options),
    create: (customerId: string, user: NewCustomerUser, options: CallOptions = {}) =>
      transport.read(ROUTES.createUser, { path: { customerId }, body: user }, CustomerUser, options),
    update: (path: UserIds, changes: CustomerUserChanges, options: CallOptions = {}) =>
      transport.read(ROUTES.updateUser, { path, body: changes }, CustomerUser, options),
    /** Makes the person inactive; can be restored for 30 days. */
    async delete(path: UserIds, options: CallOptions = {}): Promise<void> {
      await transport.send(ROUTES.deleteUser, { path }, options);
    },
    restore: (path: UserIds, options: CallOptions = {}) =>
      transport.read(ROUTES.updateUser, { path, body: { state: 'active' } }, CustomerUser, options),
  };
}

/** @source Partner Center, "View a deleted user for a customer" */
function wireQuery({ size, deleted = false }: UserQuery) {
  if (!deleted) return { size };
  return { size, filter: JSON.stringify({ Field: 'UserStatus', Value: 'Inactive', Operator: 'equals' }) };
}
