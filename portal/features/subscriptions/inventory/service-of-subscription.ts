import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/** Gives the service of a subscription its name, on its tile and in the navigation. */
export type ServiceRenamer = (
  tx: Tx,
  renamed: Readonly<{ subscriptionId: Id<'subscription'>; name: string }>,
) => Promise<void>;

/** Counts the seats of subscriptions that are given to people; one without any is left out. */
export type AssignedSeatsReader = (
  tx: Tx,
  subscriptionIds: readonly Id<'subscription'>[],
) => Promise<ReadonlyMap<Id<'subscription'>, number>>;
