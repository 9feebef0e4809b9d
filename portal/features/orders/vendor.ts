import type { Clock } from '#platform/clock.ts';
import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { Log } from '#platform/logging.server.ts';
import type { OperationContext, Services } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import type { Answers, Change } from './change.ts';

/** Values that steps keep for each other and for the provider: plain JSON, no secrets. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** A line of an order as a vendor's step sees it. */
export type StepLine = Readonly<{
  id: Id<'orderLine'>;
  position: number;
  offerId: Id<'offer'> | null;
  subscriptionId: Id<'subscription'> | null;
  name: string;
  seatCount: number;
  termDuration: string;
  billingCycle: string;
  /** Customer's net, not rounded; decimal text. */
  unitPricePerCycle: string;
  currency: string;
  answers: Answers | null;
}>;

export type StepOrder = Readonly<{
  id: Id<'order'>;
  accountId: AccountId;
  number: string;
  change: Change;
  tenantId: Id<'tenant'> | null;
  subscriptionId: Id<'subscription'> | null;
  /** Null when that person has been removed. */
  personId: PersonId | null;
  placedAt: Temporal.Instant;
  lines: readonly StepLine[];
}>;

export type StepContext = Readonly<{
  clock: Clock;
  services: Services;
  log: Log;
  order: StepOrder;
  /** Stored before this attempt began, and the same in every attempt until an answer has come. */
  requestId: string;
  /** An id for one of several requests of a step: always the same for the same `requestId` and name. */
  requestIdOf(request: string): string;
  /** 1 for the first. */
  attempt: number;
  /** What the steps done before have kept, and what this one kept when it last said `wait`; by the step's name. */
  results: Readonly<Record<string, JsonObject>>;
  /** What this step itself has kept before; the provider's mark (`markedDoneAt`, `vendorReference`) is there too. */
  own: JsonObject | undefined;
  /** Opens a transaction that sees the order's account. Never wait for HTTP in it. */
  inTransaction<T>(run: (context: OperationContext) => Promise<T>): Promise<T>;
  signal: AbortSignal;
}>;

export type StepOutcome =
  | Readonly<{
      status: 'done';
      /** The vendor's own id of what was done, for support. */
      vendorReference?: string;
      result?: JsonObject;
      /** Lines that the vendor refused while it did the others. */
      failedLines?: readonly { lineId: Id<'orderLine'>; code: string; facts: Facts; note: string }[];
      /** Subscriptions that lines of a purchase have become. */
      subscriptions?: readonly { lineId: Id<'orderLine'>; subscriptionId: Id<'subscription'> }[];
    }>
  /** Nothing went wrong, but it is not finished: ask again; or, `onWhom: 'provider'`, wait for the provider's mark. */
  | Readonly<{
      status: 'wait';
      checkAgainAfterSeconds: number;
      onWhom: 'vendor' | 'provider' | 'customer';
      result?: JsonObject;
    }>
  /**
   * An answer came and it is no. `failed` ends the order and gives the money back; `stuck` needs the provider, who may
   * try again. `code` is a key of the sentences `orders.failure.<code>.customer` and `.provider`; `note` is the vendor's
   * own sentence, for the provider.
   */
  | Readonly<{ status: 'failed' | 'stuck'; code: string; facts: Facts; note: string }>;

/**
 * One step. It may run twice with the same `requestId` and must then do nothing twice.
 *
 * @throws VendorFault when no clear answer came (`resend: 'same'`: asked again with the same request id, later and
 *   later, until the order is stuck)
 */
export type VendorStep = (context: StepContext) => Promise<StepOutcome>;

/** A back-end that carries orders out. A new one is one new folder. */
export type Vendor = Readonly<{
  id: string;
  /** How a purchase is carried out; changes name their steps themselves. */
  purchase: Readonly<{ steps: readonly string[]; needsTenant: boolean }>;
  steps: Readonly<Record<string, VendorStep>>;
  /** Its subscriptions can go on month by month after a term. */
  goesOnMonthly: boolean;
  /** What a no of its own means, for the provider, by the facts that the step gave; undefined where there is no more to say. */
  explain?(facts: Facts): Readonly<Record<Locale, string>> | undefined;
}>;
