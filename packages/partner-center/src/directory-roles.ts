import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** A role of the customer's directory. @source Partner Center, "Get a list of directory roles" */
export const DirectoryRole = z.looseObject({ id: z.string(), name: z.string() });
export type DirectoryRole = Known<z.output<typeof DirectoryRole>>;

/** A user who has a role. @source Partner Center, "Set user roles for a customer" */
export const RoleMember = z.looseObject({
  id: z.string(),
  displayName: z.string().optional(),
  userPrincipalName: z.string().optional(),
  roleId: z.string().optional(),
});
export type RoleMember = Known<z.output<typeof RoleMember>>;

export type NewRoleMember = Readonly<{ id: string; displayName?: string; userPrincipalName?: string }>;

type RoleIds = Readonly<{ customerId: string; roleId: string }>;

export function directoryRoleCalls(transport: Transport) {
  return {
    list: (customerId: string, options: CallOptions = {}) =>
      transport.list(ROUTES.listDirectoryRoles, { path: { customerId } }, DirectoryRole, options),
    listOfUser: (path: Readonly<{ customerId: string; userId: string }>, options: CallOptions = {}) =>
      transport.list(ROUTES.listUserDirectoryRoles, { path }, DirectoryRole, options),
    listMembers: (path: RoleIds, options: CallOptions = {}) =>
      transport.list(ROUTES.listRoleMembers, { path }, RoleMember, options),
    addMember: (path: RoleIds, member: NewRoleMember, options: CallOptions = {}) =>
      transport.read(ROUTES.addRoleMember, { path, body: member }, RoleMember, options),
    async removeMember(path: RoleIds & Readonly<{ userId: string }>, options: CallOptions = {}): Promise<void> {
      await transport.send(ROUTES.removeRoleMember, { path }, options);
    },
  };
}
