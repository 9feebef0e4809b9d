import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/** The names of the people who hold seats of a subscription, in the order of an address book. */
export type SeatHoldersReader = (tx: Tx, subscriptionId: Id<'subscription'>) => Promise<readonly string[]>;
