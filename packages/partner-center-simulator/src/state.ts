import type { Fields, Json } from './json.ts';

/** The whole state of the simulator, as JSON. Resources are kept in the shape of the answers. */
export type State = {
  version: 3;
  clockOffsetMs: number;
  /** Counts the generated ids; with the seed it determines the next one. */
  idCount: number;
  seed: string;
  /** By tenant id, lower case. */
  customers: Record<string, CustomerRecord>;
  /** Acceptances of the agreement that were announced, by id. */
  attestations: Record<string, AttestationRecord>;
  /** Answers to writes by request id, oldest first. */
  answered: Record<string, { status: number; body: Json; headers: Record<string, string> }>;
  /** The records of the partner's actions, oldest first. */
  audit: AuditRecord[];
  webhook: WebhookState;
  limits: Limits;
};

/** Limits of a partner's account; an absent limit does not apply. */
export type Limits = {
  /** Active subscriptions of one SKU that a customer may have at a time. */
  subscriptionsOfSku?: number;
  /** Active subscriptions that a customer may have at a time. */
  subscriptions?: number;
  /** Active seats of one SKU that a customer may have at a time. */
  seatsOfSku?: number;
  /** The credit limit of the partner, in whole units of the currency. Invoices are never paid here. */
  credit?: number;
  /** Requests below `/v1/customers`; Microsoft's own limit is 500. */
  requestsPerMinute?: number;
};

export type AuditRecord = { id: string; resource: Fields & { operationDate: string } };

export type WebhookState = {
  registration?: WebhookRegistration;
  /** Test events by correlation id. */
  validations: Record<string, { deliveryId: string; createdAt: string }>;
  /** The latest month for which an event was queued, `YYYY-MM`. */
  invoicedMonth: string;
  /** Oldest first. */
  deliveries: WebhookDelivery[];
};

export type WebhookRegistration = { subscriberId: string; webhookUrl: string; webhookEvents: string[] };

/** An event, delivered or to be delivered to the partner's address. */
export type WebhookDelivery = {
  id: string;
  /** As it is sent. */
  body: Fields & { EventName: string };
  url: string;
  /** The instant of the next attempt, or of the last one if it is done. */
  dueAt: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: WebhookAttempt[];
};

/** `status` 0: no answer. */
export type WebhookAttempt = { at: string; status: number; message: string };

/** A Microsoft tenant with its orders, subscriptions and users. */
export type CustomerRecord = {
  customer: Fields & { id: string; relationshipToPartner: string };
  domain: string;
  companyName: string;
  /** The customer signed the agreement with Microsoft directly. */
  directSigned: boolean;
  agreements: Fields[];
  qualifications: QualificationRecord[];
  carts: Record<string, CartRecord>;
  orders: Record<string, OrderRecord>;
  subscriptions: Record<string, SubscriptionRecord>;
  users: Record<string, UserRecord>;
};

/** The announced acceptance of the Microsoft Customer Agreement by a signatory. */
export type AttestationRecord = {
  id: string;
  country: string;
  language: string;
  companyName: string;
  signatory: { firstName: string; lastName: string; email: string; phoneNumber: string };
  /** As Microsoft spells it; a pending one that is over counts as expired. */
  status: 'Pending' | 'unverified' | 'accepted' | 'declined';
  createdAt: string;
  expiresAt: string;
  acceptedAt?: string;
};

export type QualificationRecord = {
  resource: Fields & { qualification: string; vettingStatus: string };
  /** The end of the vetting and its outcome; absent once it has ended. */
  vetting?: { endsAt: string; vettingStatus: string; vettingReason?: string };
};

export type CartRecord = {
  resource: Fields & { id: string; status: string; expirationTimestamp: string };
  lines: CartLine[];
};

/** A line of a cart as the rules need it; `resource` is its shape in answers. */
export type CartLine = {
  resource: Fields;
  catalogItemId: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  friendlyName: string | undefined;
  customTermEndsOn: string | undefined;
  promotionId: string | undefined;
  isAttested: boolean;
  /** The length of the next term, if it differs. */
  renewsTo: string | undefined;
  orderGroup: string;
};

export type OrderRecord = {
  resource: Fields & { id: string; status: string; creationDate: string };
  lines: OrderLine[];
  completesAt: string;
  provisionedAt: string;
  /** The order will end as `error` instead of `completed`. */
  willFail: boolean;
};

export type OrderLine = {
  resource: Fields;
  subscriptionId: string;
  /** `product:sku` */
  sku: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  friendlyName: string;
  customTermEndsOn: string | undefined;
  renewsTo: string | undefined;
  /** Partner's price of one seat for the whole term, after promotions. */
  unitPrice: string;
  promotionId: string | undefined;
};

export type SubscriptionRecord = {
  resource: SubscriptionResource;
  /** `product:sku` */
  sku: string;
  /** Partner's price of one seat for the whole term, fixed for the term, also for seats added later. */
  unitPrice: string;
  termStartsOn: string;
  termEndsBefore: string;
  anchorDay: number;
  /** The events that determine the partner's bill, oldest first. */
  history: BillingEvent[];
  transitions: TransitionRecord[];
  supportContact?: Fields;
  /** Seats that can still be returned, oldest first. Seats with a closed window are in no batch. */
  seatBatches: { quantity: number; allowedUntil: string }[];
  provisionedAt: string;
  updateCount: number;
  /** Increases with every change of the resource; the etag contains it. */
  revision: number;
  /** In the extended service term: month by month until ended. */
  isExtended: boolean;
  /** An accepted change of seats that is not applied yet. The windows at the instant of acceptance count. */
  pendingQuantity?: { quantity: number; acceptedAt: string; appliesAt: string };
  /** Another billing plan from the next charge cycle on. */
  nextCharge?: { billingCycle: string; appliesOn: string };
  /** The next status after the last term, and its instant. */
  decline?: { status: 'disabled' | 'deleted'; at: string };
};

/** A change of the billed terms, with the terms after it. */
export type BillingEvent = {
  at: string;
  kind:
    | 'new'
    | 'renew'
    | 'extendTerm'
    | 'convert'
    | 'changeBillingPlan'
    | 'addQuantity'
    | 'removeQuantity'
    | 'moveQuantity'
    | 'cancelImmediate';
  /** New charge cycles begin with it. */
  opens: boolean;
  sku: string;
  quantity: number;
  /** Of one seat for the whole term. */
  unitPrice: string;
  termDuration: string;
  billingCycle: string;
  termStartsOn: string;
  termEndsBefore: string;
  promotionId: string;
  /** The name of its lines, where it is another than `kind`. */
  chargeType?: 'convert';
  /** The order under which it is billed: the purchase, or Microsoft's order of the last renewal. */
  orderId: string;
};

export type TransitionRecord = {
  /** In its shape in answers. */
  resource: Fields & { operationId: string };
  plan: TransitionPlan;
  /** The instant at which it takes effect; absent afterwards. */
  appliesAt?: string;
};

/** The plan of a validated transition. */
export type TransitionPlan = {
  /** `product:sku` */
  toSku: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  promotionId: string;
  movesLicences: boolean;
  /**
   * `whole`: the subscription itself becomes the other product; `part`: a new one is created; `into`: seats join
   * another one.
   */
  kind: 'whole' | 'part' | 'into';
  /** The id of the created or joined subscription; its own for `whole`. */
  toSubscriptionId: string;
};

export type SubscriptionResource = Fields & {
  id: string;
  status: string;
  quantity: number;
  autoRenewEnabled: boolean;
  isTrial: boolean;
  termDuration: string;
  billingCycle: string;
  /** The order of the purchase, or of the last renewal. */
  orderId: string;
  attributes: { etag: string; objectType: string };
};

export type UserRecord = {
  resource: Fields & { id: string; userPrincipalName: string; state: string };
  /** Assigned licences by pool id, with their excluded plans. */
  licences: { skuId: string; excludedPlans: string[] }[];
  /** Directory roles by id. */
  roles?: string[];
  /** Nobody can sign in as this person. */
  isSignInBlocked?: boolean;
};

export function emptyState(seed: string): State {
  return {
    version: 3,
    clockOffsetMs: 0,
    idCount: 0,
    seed,
    customers: {},
    attestations: {},
    answered: {},
    audit: [],
    webhook: { validations: {}, invoicedMonth: '', deliveries: [] },
    limits: {},
  };
}

/**
 * Reads a state from JSON that an earlier run wrote. Only its outer shape is checked.
 *
 * @throws TypeError with a sentence for the operator, for other content or a state of another version
 */
export function stateFrom(json: unknown): State {
  if (json === null || typeof json !== 'object' || !('version' in json)) throw new TypeError('This is not a state.');
  if (json.version !== 3) {
    throw new TypeError(`This state is of version ${String(json.version)}, and this simulator reads only version 3.`);
  }
  // States from before January 2026's attestations have none.
  const state = { attestations: {}, ...json };
  if (!isState(state)) throw new TypeError('This state lacks a part; take it from GET /control/state.');
  return state;
}

function isState(json: object): json is State {
  const isObject = (name: string) => {
    const value: unknown = Reflect.get(json, name);
    return value !== null && typeof value === 'object';
  };
  return (
    'clockOffsetMs' in json &&
    typeof json.clockOffsetMs === 'number' &&
    'seed' in json &&
    'idCount' in json &&
    ['customers', 'attestations', 'answered', 'audit', 'webhook', 'limits'].every(isObject)
  );
}
