import type { Fields, Json } from './json.ts';

/** All that the simulator remembers, as JSON. Resources are kept as the answers that show them. */
export type State = {
  version: 3;
  clockOffsetMs: number;
  /** With the seed, what the next id is made from. */
  idCount: number;
  seed: string;
  /** By tenant id, lower case. */
  customers: Record<string, CustomerRecord>;
  /** Answers to writes by request id, oldest first. */
  answered: Record<string, { status: number; body: Json; headers: Record<string, string> }>;
  /** What the partner did, oldest first. */
  audit: AuditRecord[];
  webhook: WebhookState;
  limits: Limits;
};

/** Bounds that a partner's account may have; one that is left out does not bind. */
export type Limits = {
  /** Active subscriptions of one SKU that a customer may have at a time. */
  subscriptionsOfSku?: number;
  /** Active subscriptions that a customer may have at a time. */
  subscriptions?: number;
  /** Active seats of one SKU that a customer may have at a time. */
  seatsOfSku?: number;
  /** Of the partner: what may be open at a time, in whole units of the currency. No invoice is ever paid here. */
  credit?: number;
  /** Requests to what belongs to customers; Microsoft's own limit is 500. */
  requestsPerMinute?: number;
};

export type AuditRecord = { id: string; resource: Fields & { operationDate: string } };

export type WebhookState = {
  registration?: WebhookRegistration;
  /** By correlation id. */
  validations: Record<string, { deliveryId: string; createdAt: string }>;
  /** The latest month whose invoice was told of, `YYYY-MM`. */
  invoicedMonth: string;
  /** Oldest first. */
  deliveries: WebhookDelivery[];
};

export type WebhookRegistration = { subscriberId: string; webhookUrl: string; webhookEvents: string[] };

/** One event on its way to the partner's address. */
export type WebhookDelivery = {
  id: string;
  /** As it is sent. */
  body: Fields & { EventName: string };
  url: string;
  /** When it is tried next; of one that is done, when it was tried last. */
  dueAt: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: WebhookAttempt[];
};

/** `status` 0: nobody answered. */
export type WebhookAttempt = { at: string; status: number; message: string };

/** One Microsoft tenant and what the partner did with it. */
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

export type QualificationRecord = {
  resource: Fields & { qualification: string; vettingStatus: string };
  /** When the vetting ends, and how. Absent once it has. */
  vetting?: { endsAt: string; vettingStatus: string; vettingReason?: string };
};

export type CartRecord = {
  resource: Fields & { id: string; status: string; expirationTimestamp: string };
  lines: CartLine[];
};

/** A line of a cart as the rules need it; `resource` is what the wire shows. */
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
  /** The length of the next term, where it is to be another. */
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
  /** Partner's price of one seat for the whole term, promotions taken off. */
  unitPrice: string;
  promotionId: string | undefined;
};

export type SubscriptionRecord = {
  resource: SubscriptionResource;
  /** `product:sku` */
  sku: string;
  /** Partner's price of one seat for the whole term: it holds for the term, seats added later included. */
  unitPrice: string;
  termStartsOn: string;
  termEndsBefore: string;
  anchorDay: number;
  /** What the partner is billed by, oldest first. */
  history: BillingEvent[];
  transitions: TransitionRecord[];
  supportContact?: Fields;
  /** Seats that may still go back, oldest first. Seats whose window has closed are in no batch. */
  seatBatches: { quantity: number; allowedUntil: string }[];
  provisionedAt: string;
  updateCount: number;
  /** Grows with every change of the resource; its etag is made from it. */
  revision: number;
  /** In the extended service term: month by month until ended. */
  isExtended: boolean;
  /** Seats that were promised and are not there yet. The windows of the moment of the promise count. */
  pendingQuantity?: { quantity: number; acceptedAt: string; appliesAt: string };
  /** Another billing plan from the next charge cycle on. */
  nextCharge?: { billingCycle: string; appliesOn: string };
  /** What comes after the last term: the next status and when. */
  decline?: { status: 'disabled' | 'deleted'; at: string };
};

/** A change of what is billed, with what stands after it. */
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
  /** Charge cycles begin anew with it. */
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
  /** Under which it is billed: the purchase, or since a renewal the order that Microsoft made for it. */
  orderId: string;
};

export type TransitionRecord = {
  /** As the wire shows it. */
  resource: Fields & { operationId: string };
  plan: TransitionPlan;
  /** When it takes effect. Absent once it has. */
  appliesAt?: string;
};

/** A transition that has been judged: what moves where. */
export type TransitionPlan = {
  /** `product:sku` */
  toSku: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  promotionId: string;
  movesLicences: boolean;
  /** `whole`: the subscription itself becomes the other product; `part`: a new one is made; `into`: seats go to an existing one. */
  kind: 'whole' | 'part' | 'into';
  /** Of the subscription that is made or filled; its own for `whole`. */
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
  /** The latest: that of the purchase, or of the last renewal. */
  orderId: string;
  attributes: { etag: string; objectType: string };
};

export type UserRecord = {
  resource: Fields & { id: string; userPrincipalName: string; state: string };
  /** Licence pools by id, with the plans left out. */
  licences: { skuId: string; excludedPlans: string[] }[];
  /** Directory roles by id. */
  roles?: string[];
};

export function emptyState(seed: string): State {
  return {
    version: 3,
    clockOffsetMs: 0,
    idCount: 0,
    seed,
    customers: {},
    answered: {},
    audit: [],
    webhook: { validations: {}, invoicedMonth: '', deliveries: [] },
    limits: {},
  };
}

/**
 * A state from JSON that an earlier run wrote. Only the outer shape is looked at.
 *
 * @throws TypeError with a sentence for the operator: for anything else, and for a state of another version
 */
export function stateFrom(json: unknown): State {
  if (json === null || typeof json !== 'object' || !('version' in json)) throw new TypeError('This is no state.');
  if (json.version !== 3) {
    throw new TypeError(`This state is of version ${String(json.version)}, and this simulator reads version 3 alone.`);
  }
  if (!isState(json)) throw new TypeError('This state lacks a part; take it from GET /control/state.');
  return json;
}

function isState(json: object): json is State {
  const isThing = (name: string) => {
    const value: unknown = Reflect.get(json, name);
    return value !== null && typeof value === 'object';
  };
  return (
    'clockOffsetMs' in json &&
    typeof json.clockOffsetMs === 'number' &&
    'seed' in json &&
    'idCount' in json &&
    ['customers', 'answered', 'audit', 'webhook', 'limits'].every(isThing)
  );
}
