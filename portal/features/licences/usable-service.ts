import { notInArray, type SQL } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';

/** Statuses in which nobody can use the service. An expired one can still be used for a while. */
const UNUSABLE = ['disabled', 'deleted'];

/** The condition on a joined subscription under which its service has a link and a tile. */
export function isUsable(): SQL {
  return notInArray(subscription.status, UNUSABLE);
}

export function isUsableStatus(status: string): boolean {
  return !UNUSABLE.includes(status);
}
