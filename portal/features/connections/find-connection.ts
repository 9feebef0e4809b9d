import { z } from 'zod';
import type { Services } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import type { VendorConnection } from './vendor-connection.ts';

export const VendorName = z.string().min(1).max(40).describe('The vendor, by its id.');

/** The connection to a vendor. @throws Refusal `connections.notFound` */
export function getVendorConnection({ vendorConnections }: Services, vendor: string): VendorConnection {
  const found = Object.hasOwn(vendorConnections, vendor) ? vendorConnections[vendor] : undefined;
  if (found === undefined) throw new Refusal('connections.notFound');
  return found;
}

/** Where the vendor's sign-in sends the browser back; the operator registers it there. */
export function redirectUriOf({ publicUrl }: Services, vendor: string): string {
  return `${publicUrl}${paths.connectionSignedIn(vendor)}`;
}

/** Where the vendor posts its events. */
export function eventsUrlOf({ publicUrl }: Services, vendor: string): string {
  return `${publicUrl}${eventsPath(vendor)}`;
}

/** The path of the receiver, which the shell serves. */
export function eventsPath(vendor: string): string {
  return `/webhooks/${vendor}`;
}
