import { z } from 'zod';
import { KEY_SCOPES, type KeyScope } from '#platform/key-scopes.ts';

/** The scopes of a key in Better Auth's column `permissions`: permissions by resource, of which the portal has one. */
const Stored = z.object({ portal: z.array(z.string()) });

export function storedScopes(scopes: readonly KeyScope[]): { portal: string[] } {
  return { portal: [...scopes] };
}

/** The scopes of a stored key, in the order of the list. A scope that a later version had is left out. */
export function scopesOf(permissions: string): KeyScope[] {
  const { portal } = Stored.parse(JSON.parse(permissions));
  return KEY_SCOPES.filter((scope) => portal.includes(scope));
}
