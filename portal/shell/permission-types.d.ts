import type { Permission } from '#platform/permissions.ts';

type AllPermissions = Record<Permission, true>;

/**
 * Lets the shared components name the permissions of the portal. Declared in the shell because `ui` knows no module.
 */
declare module '../ui/viewer.tsx' {
  interface PermissionNames extends AllPermissions {}
}
