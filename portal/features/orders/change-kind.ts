import type { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import type { OperationContext, Services } from '#platform/operation.server.ts';
import type { ChangeKindName, ChangesByKind, OrderedItem } from './changes.ts';
import type { ImpossibleView, PossibleView } from './quote/quote-view.ts';

/*
 * The interface between the order engine and the kinds of change. A module that sells or changes something declares its
 * kind: the schema of the change, how it is quoted, and an operation of its own that quotes it (`quoteOperation`). The
 * shell enters the type of the change into `ChangesByKind` and the kind into `Services.changeKinds`.
 */

/** One thing that an order buys or changes, as the order keeps it. */
export type OrderLineDraft = OrderedItem &
  Readonly<{
    /** Keys of the lines in `view.columns.today` that are charged when this line is confirmed; see `QuoteLine.key`. */
    chargeKeys: readonly string[];
  }>;

/**
 * The lines that an order of a possible change carries out, and the vendor; the steps are the vendor's (`stepsOf`).
 */
export type Execution = Readonly<{
  /** Key of `Services.vendors`. */
  vendor: string;
  tenantId: Id<'tenant'> | null;
  subscriptionId: Id<'subscription'> | null;
  lines: readonly OrderLineDraft[];
}>;

export type QuoteAnswer =
  | Readonly<{ possible: true; view: PossibleView; execution: Execution }>
  | Readonly<{ possible: false; view: ImpossibleView }>;

export type PlacedOrder = Readonly<{ orderId: Id<'order'> }>;

/** Those who buy are not those who change what is there. */
export const CHANGE_PERMISSIONS = ['purchasing.manage', 'subscriptions.manage'] as const;
export type ChangePermission = (typeof CHANGE_PERMISSIONS)[number];

/** One kind of change. */
export type ChangeKind<Kind extends ChangeKindName> = Readonly<{
  kind: Kind;
  /** The change with its `kind`; stored changes are parsed with it when they are read back. */
  schema: z.ZodType<ChangesByKind[Kind]>;
  /** Those who may quote, order and cancel a change of this kind. */
  permission: ChangePermission;
  /** A completed order gives people something new to open: the mail links to the start page instead of the order. */
  opensServices: boolean;
  /** Refusal codes that `quote` may throw. */
  refusals: readonly string[];
  /**
   * Reads and decides; writes nothing and calls nothing outside. It runs again when the order is placed, and must give
   * the same answer as long as nothing has moved.
   *
   * @param placed  the order of this change, when it is quoted again for its approval: it is not in its own way
   * @throws Refusal `….notFound` when the change names something that the account does not have
   */
  quote(context: OperationContext, change: ChangesByKind[Kind], placed?: PlacedOrder): Promise<QuoteAnswer>;
}>;

export type ChangeKinds = { readonly [Kind in ChangeKindName]: ChangeKind<Kind> };

/** Parses a stored change with the schema of its kind. */
export function parseChange<Kind extends ChangeKindName>(
  services: Services,
  kind: Kind,
  stored: unknown,
): ChangesByKind[Kind] {
  return services.changeKinds[kind].schema.parse(stored);
}
