import type { Fields, Json } from './json.ts';

/** All that the simulator remembers, as JSON. Resources are kept as the answers that show them. */
export type State = {
  version: 1;
  clockOffsetMs: number;
  /** With the seed, what the next id is made from. */
  idCount: number;
  seed: string;
  /** By tenant id, lower case. */
  customers: Record<string, CustomerRecord>;
  /** Answers to writes by request id, oldest first. */
  answered: Record<string, { status: number; body: Json; headers: Record<string, string> }>;
};

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
  orderGroup: string;
};

export type OrderRecord = {
  resource: Fields & { id: string; status: string };
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
  /** Partner's price of one seat for the whole term. */
  unitPrice: string;
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
  /** What comes after the last term: the next status and when. */
  decline?: { status: 'disabled' | 'deleted'; at: string };
};

export type SubscriptionResource = Fields & {
  id: string;
  status: string;
  quantity: number;
  autoRenewEnabled: boolean;
  isTrial: boolean;
  termDuration: string;
  billingCycle: string;
  attributes: { etag: string; objectType: string };
};

export type UserRecord = {
  resource: Fields & { id: string; userPrincipalName: string; state: string };
  /** Licence pools by id, with the plans left out. */
  licences: { skuId: string; excludedPlans: string[] }[];
};

export function emptyState(seed: string): State {
  return { version: 1, clockOffsetMs: 0, idCount: 0, seed, customers: {}, answered: {} };
}

/** Has this the outer shape of a state? */
export function isState(json: unknown): json is State {
  return (
    json !== null &&
    typeof json === 'object' &&
    'version' in json &&
    json.version === 1 &&
    'clockOffsetMs' in json &&
    typeof json.clockOffsetMs === 'number' &&
    'customers' in json &&
    json.customers !== null &&
    typeof json.customers === 'object' &&
    'answered' in json &&
    'seed' in json &&
    'idCount' in json
  );
}
