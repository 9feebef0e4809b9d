import type { Clock } from '#platform/clock.ts';
import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { Log } from '#platform/logging.server.ts';
import type { OperationContext, Services } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import type { ChangeKindName, OrderChange, OrderedItem } from './changes.ts';

/** Values that steps keep for each other and for the provider: plain JSON, no secrets. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** A line of an order as a vendor's step sees it. */
export type StepLine = OrderedItem & Readonly<{ id: Id<'orderLine'>; position: number; currency: string }>;

export type StepOrder = Readonly<{
  id: Id<'order'>;
  accountId: AccountId;
  number: string;
  change: OrderChange;
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
  /** Results of the steps done before, and of this one from when it last answered `wait`; by the step's name. */
  results: StepResults;
  /** This step's own result from before; the provider's mark (`markedDoneAt`, `vendorReference`) is there too. */
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
  /**
   * Not finished yet, no fault: run again later; or, `onWhom: 'provider'`, wait for the provider's mark. `customer`:
   * what somebody does there resumes the order (`resumeWaitingOrders`), and it is run again later as well.
   */
  | Readonly<{
      status: 'wait';
      checkAgainAfterSeconds: number;
      onWhom: 'vendor' | 'provider' | 'customer';
      result?: JsonObject;
    }>
  /** The vendor requires an earlier step anew: it and those after it run again, as if they never had. */
  | Readonly<{ status: 'repeat'; from: VendorStepName }>
  /**
   * The vendor refused. `failed` ends the order and gives the money back; `stuck` needs the provider, who may
   * try again. `code` is a key of the sentences `orders.failure.<code>.customer` and `.provider`; `note` is the
   * vendor's own sentence, for the provider.
   */
  | Readonly<{ status: 'failed' | 'stuck'; code: string; facts: Facts; note: string }>;

/**
 * One step. It may run twice with the same `requestId` and must then do nothing twice.
 *
 * @throws VendorFault when no clear answer came (`resend: 'same'`: sent again with the same request id, later and
 *   later, until the order is stuck)
 */
export type VendorStep = (context: StepContext) => Promise<StepOutcome>;

/** The steps of each vendor, by vendor id. Empty here: `shell/services.ts` enters those of all vendors. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the shell through declaration merging
export interface StepsByVendor {}

export type VendorStepName = StepsByVendor[keyof StepsByVendor];

/** Every step that an order can have; `approval` and `payment` are the portal's own. */
export type StepName = 'approval' | 'payment' | VendorStepName;

export type StepResults = Readonly<Partial<Record<StepName, JsonObject>>>;

/** A back-end that carries orders out, with its capabilities. A new one is one new folder. */
export type Vendor<Step extends VendorStepName> = Readonly<{
  id: string;
  steps: Readonly<Record<Step, VendorStep>>;
  /** The steps of an order, in their order, by its kind of change; null for a kind that the vendor does not offer. */
  stepsOf: Readonly<Record<ChangeKindName, readonly [Step, ...Step[]] | null>>;
  /** Steps in which nothing is bought yet: while an order is in one of them, the customer can still cancel it. */
  cancellableSteps: readonly Step[];
  /** Its products are bought for an account at the vendor, which is chosen or made before. */
  needsTenant: boolean;
  /** People of the provider carry its orders out by hand. */
  isManual: boolean;
  /** The meaning of one of its refusals, for the provider, by the facts that the step gave; undefined when unknown. */
  explain?(facts: Facts): Readonly<Record<Locale, string>> | undefined;
}>;

/** A vendor whose steps are looked up by the name that an order's row keeps. */
export type AnyVendor = Omit<Vendor<VendorStepName>, 'steps'> &
  Readonly<{ steps: Readonly<Partial<Record<VendorStepName, VendorStep>>> }>;
