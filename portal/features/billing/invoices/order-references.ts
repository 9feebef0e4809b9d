import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/** Reads the internal references of orders; the shell supplies it from the orders. An order without one is left out. */
export type OrderReferencesReader = (
  tx: Tx,
  orderIds: readonly Id<'order'>[],
) => Promise<ReadonlyMap<Id<'order'>, string>>;
