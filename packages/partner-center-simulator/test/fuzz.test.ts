import { expect, test, vi } from 'vitest';
import { catalogItemIdOf } from '../src/catalogue.ts';
import { entryOf, isFields, type Json } from '../src/json.ts';
import {
  createSimulator,
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
} from '../src/partner-center-simulator.ts';
import type { Route } from '../src/route.ts';
import { routes } from '../src/routes.ts';
import type { CustomerRecord } from '../src/state.ts';
import { TRANSITION_TYPES } from '../src/transition-plan.ts';
import { targetsOf } from '../src/transitions.ts';
import type { World } from '../src/world.ts';
import { clientFixtures } from './client-fixtures.ts';

/** Nightly: `FUZZ_REQUESTS=100000`. */
const REQUEST_COUNT = Number(process.env.FUZZ_REQUESTS ?? 5000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261126);
const TIMEOUT_MS = 20 * 60_000;
const ORIGIN = 'http://simulator.test';

test(
  `${REQUEST_COUNT} random requests get only documented shapes`,
  async () => {
    const failed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const random = randomFrom(SEED);
    const simulator = createSimulator({ seed: 'fuzz' });
    const tokens = await allTokens(simulator.fetch);
    const ids = idsOf(simulator.world.state);
    const strange: string[] = [];
    const done = { reads: 0, writes: 0 };
    for (let count = 0; count < REQUEST_COUNT; count += 1) {
      const request = randomRequest(random, simulator.world, ids, tokens);
      const response = await simulator.fetch(request.build());
      const complaint = await complaintAbout(response, request.method);
      const found = await response.clone().text();
      if (found.length < LEARNT_FROM) learnIds(ids, found);
      if (response.status < 300) done[request.method === 'GET' || request.method === 'HEAD' ? 'reads' : 'writes'] += 1;
      if (complaint !== undefined) strange.push(`${request.said}: ${complaint}`);
      if (count % 500 === 499) moveClock(simulator.world, random);
    }
    expect(strange.slice(0, 10), `seed ${SEED}`).toEqual([]);
    expect(failed.mock.calls.slice(0, 3)).toEqual([]);
    // A fuzz test whose requests are all refused at the start proves nothing.
    expect(done.reads).toBeGreaterThan(REQUEST_COUNT / 50);
    expect(done.writes).toBeGreaterThan(REQUEST_COUNT / 50);
    failed.mockRestore();
  },
  TIMEOUT_MS,
);

type Random = () => number;
type Fetch = (request: Request) => Promise<Response>;

/**
 * The faults of an answer. Errors have a numeric code and a description, those of Microsoft Graph a code in words and a
 * message; HEAD has no body.
 */
async function complaintAbout(response: Response, method: string): Promise<string | undefined> {
  // A mutated path or method may be one without a route.
  const isWithoutRoute = response.status === 501;
  if (response.status >= 500 && !isWithoutRoute) return `status ${response.status}`;
  for (const name of ['MS-RequestId', 'MS-CorrelationId']) {
    if (!response.headers.has(name)) return `no ${name}`;
  }
  const text = await response.clone().text();
  if (response.status < 400) return undefined;
  if (method === 'HEAD') return undefined;
  const body: Json = JSON.parse(text);
  const isError = body !== null && typeof body === 'object' && !Array.isArray(body);
  if (response.status === 429 && isError && typeof body.message === 'string') return undefined;
  if (isWithoutRoute && isError && body.code === 'NotSimulated') return undefined;
  const ofGraph = isError && isFields(body.error) ? body.error : undefined;
  if (typeof ofGraph?.code === 'string' && typeof ofGraph.message === 'string') return undefined;
  if (!isError || typeof body.code !== 'number' || typeof body.description !== 'string') return text;
  return undefined;
}

function randomRequest(random: Random, world: World, ids: string[], tokens: readonly string[]) {
  const route = pick(random, random() < 0.5 ? routes : WRITES);
  const method = random() < 0.9 ? route.method : pick(random, ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
  const customerId = `c0000000-0000-4000-8000-00000000000${1 + Math.floor(random() * 7)}`;
  const place = { customerId, customer: world.state.customers[customerId], ids, world };
  const path = route.path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => idFor(random, name, place));
  const spelled = random() < 0.1 ? path.toUpperCase() : random() < 0.1 ? `${path}/` : path;
  const query = queryFor(random, ids);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? bodyFor(random, route, path, place) : undefined;
  const headers = randomHeaders(random, tokens, place.customer);
  return {
    method,
    said: `${method} ${spelled}${query} ${body ?? ''} ${JSON.stringify(Object.keys(headers))}`,
    build: () =>
      new Request(`${ORIGIN}${spelled}${query}`, { method, headers, ...(body === undefined ? {} : { body }) }),
  };
}

const WRITES = routes.filter(({ method }) => method !== 'GET' && method !== 'HEAD');

/** The target of a request, and the ids known there. */
type Place = Readonly<{
  customerId: string;
  customer: CustomerRecord | undefined;
  /** Ids that were seen in any answer. */
  ids: readonly string[];
  world: World;
}>;

const STRANGE_IDS = [
  'constructor',
  '__proto__',
  'hasOwnProperty',
  '%00',
  '%E0%A4%A',
  "a'b",
  '..%2f..',
  'x'.repeat(300),
  '0',
];

const FILES = [
  "pricesheets(Market='IT',PricesheetView='updatedlicensebased')",
  "offermatrix(Month='202501')",
  "fxrates(Month='209913')",
  'pricesheets()',
];

function idFor(random: Random, name: string, { customerId, customer, ids }: Place): string {
  if (random() < 0.1) return pick(random, STRANGE_IDS);
  if (name === 'customerId') return customerId;
  if (name === 'file') return pick(random, FILES);
  if (name === 'productId') return pick(random, ['CFQ7TTC0LDPB', 'CFQ7TTC0LH18', 'CFQ7TTC0LF8R']);
  if (name === 'skuId') return pick(random, ['0001', '1', '0005']);
  if (name === 'country') return pick(random, ['IT', 'DE', 'XX']);
  if (name === 'domain') return pick(random, ['contoso.onmicrosoft.com', 'free.onmicrosoft.com', 'x']);
  if (name === 'roleId') return '62e90394-69f5-4237-9190-012177145e10';
  if (name === 'invoiceId') return pick(random, ['G020261101', 'G020261201', 'G020270101']);
  const own = customer === undefined ? [] : Object.keys(ownedBy(customer, name));
  return own.length > 0 && random() < 0.9 ? pick(random, own) : pick(random, ids);
}

function ownedBy({ subscriptions, carts, orders, users }: CustomerRecord, name: string): object {
  return { subscriptionId: subscriptions, cartId: carts, orderId: orders, userId: users }[name] ?? {};
}

function queryFor(random: Random, ids: readonly string[]): string {
  if (random() < 0.3) return '';
  const requested = new URLSearchParams();
  for (let count = 0; count < 1 + random() * 4; count += 1) {
    requested.append(pick(random, QUERY_NAMES), random() < 0.8 ? pick(random, QUERY_VALUES) : pick(random, ids));
  }
  return `?${requested}`;
}

const QUERY_NAMES =
  `country targetView targetSegment segment size offset filter type term_duration term_start_date startDate endDate
  eligibilityType provider invoicelineitemtype period timeline agreementType order_id operationId licenseGroupIds
  language`.split(/\s+/);
const QUERY_VALUES = [
  'IT',
  'OnlineServices',
  'Education',
  'commercial',
  '0',
  '10',
  '-1',
  '1e9',
  'NaN',
  'P1Y',
  'P1M',
  'P99Y',
  'immediate',
  'scheduled',
  '2026-11-25',
  '11/25/2026',
  '2026-02-31',
  'onetime',
  'billinglineitems',
  'previous',
  'account',
  '{}',
  '{"Field":"Domain","Value":"c"}',
  '[',
  'MicrosoftCustomerAgreement',
  'Group1',
  '',
  '%',
  '\u0000',
  '💥',
];

/** Names of all members of bodies, for values of the right and of the wrong kind. */
const BODY_NAMES =
  `id lineItems catalogItemId quantity termDuration billingCycle promotionId customTermEndDate friendlyName status
  autoRenewEnabled scheduledActions scheduledNextTermInstructions scheduleType actionType effectiveDate
  instructions product productId skuId companyProfile billingProfile domain email culture language companyName
  defaultAddress firstName lastName addressLine1 city state postalCode country phoneNumber relationshipToPartner
  primaryContact templateId dateAgreed type qualification educationSegment website validationCode
  userPrincipalName displayName usageLocation passwordProfile password licensesToAssign licensesToRemove
  excludedPlans toCatalogItemId toSubscriptionId transitionType items WebhookUrl WebhookEvents supportTenantId
  attributes etag __proto__ constructor`.split(/\s+/);
const PATTERNS = [
  '',
  ' ',
  'active',
  'suspended',
  'deleted',
  'P1Y',
  'P1M',
  'P3Y',
  'PX',
  'monthly',
  'annual',
  'none',
  'none',
  'Cancel',
  'TermEnd',
  'CustomDate',
  'Transition',
  'RenewToNewTerm',
  '2027-01-31T00:00:00Z',
  '2026-99-99',
  'IT',
  'it',
  'reseller',
  'Education',
  'K12',
  'MicrosoftCustomerAgreement',
  '117a77b0-9360-443b-8795-c6dedc750cf9',
  'nuovo.onmicrosoft.com',
  'CFQ7TTC0LDPB',
  '0001',
  'http://127.0.0.1:1/',
  'subscription-updated',
  'transition_only',
  '20121',
  'Via Roma 1',
  'x'.repeat(5000),
  '💥',
  '\u0000',
  '__proto__',
];

/** Half of the bodies are plausible, with some changes; the others are random. */
function bodyFor(random: Random, route: Route, path: string, place: Place): string {
  const usual = usualBody(random, route, path, place);
  return usual === undefined || random() < 0.5
    ? randomBody(random, place.ids)
    : JSON.stringify(random() < 0.4 ? usual : mutated(random, usual, place.ids));
}

/**
 * The present resource, if it is replaced as a whole; else the documented request of the route, for SKUs that are on
 * sale.
 */
function usualBody(random: Random, route: Route, path: string, { customer, world }: Place): Json | undefined {
  if (route.path.endsWith('/profiles/billing')) return customer?.customer.billingProfile;
  const subscription = entryOf(customer?.subscriptions ?? {}, path.split('/').at(-1) ?? '');
  if (route.method === 'PATCH' && subscription !== undefined) {
    const { resource } = subscription;
    const quantity = resource.quantity + pick(random, [-1, 0, 0, 1, 5]);
    return { ...resource, quantity, status: pick(random, ['active', 'active', 'active', 'suspended', 'deleted']) };
  }
  const leaving = entryOf(customer?.subscriptions ?? {}, path.split('/').at(-2) ?? '');
  const target = leaving === undefined ? undefined : targetsOf(world, leaving)[0];
  if (leaving !== undefined && target !== undefined && route.path.endsWith('/transitions')) {
    const transitionType = pick(random, TRANSITION_TYPES);
    const quantity = pick(random, [1, leaving.resource.quantity]);
    return { toCatalogItemId: catalogItemIdOf(target, world.clock.now()), quantity, transitionType };
  }
  const documented = DOCUMENTED_BODIES.find(([method, pattern]) => method === route.method && pattern.test(path))?.[2];
  if (documented === undefined) return undefined;
  const usual = ['CFQ7TTC0LDPB:0001', 'CFQ7TTC0LH18:0001', 'CFQ7TTC0LCHC:0002', 'CFQ7TTC0LDPB:0005'];
  const item = () => {
    const sku = world.catalogue.skuById.get(pick(random, usual));
    return catalogItemIdOf(
      sku !== undefined && random() < 0.8 ? sku : pick(random, world.catalogue.skus),
      world.clock.now(),
    );
  };
  const [person = ''] = Object.keys(customer?.users ?? {});
  const text = JSON.stringify(documented)
    .replaceAll(/CFQ7TTC\w{5}:\w{4}:\w+/g, item)
    .replaceAll('officineferri.onmicrosoft.com', () => customer?.domain ?? 'free.onmicrosoft.com')
    .replaceAll('luca.neri', () => `luca${Math.floor(random() * 1000)}`)
    .replaceAll('Marta', () => `Marta ${Math.floor(random() * 1000)}`)
    .replaceAll('c2a94e0d-51f8-4a1b-b7c6-0f6f6f3e2d18', person)
    .replaceAll('3b555118-da6a-4418-894f-7df1e2096870', () => pick(random, world.catalogue.skus).provisioningId);
  return JSON.parse(text);
}

/** Method, path and body of each exchange that the client's fixtures document. */
const DOCUMENTED_BODIES = documentedBodies();

function documentedBodies(): (readonly [method: string, path: RegExp, body: Json])[] {
  return clientFixtures().flatMap(({ request: { method, path, body } }) =>
    body === undefined ? [] : [[method, new RegExp(`^${path.replaceAll(/[0-9a-f-]{36}/g, '[^/]+')}$`), body] as const],
  );
}

function mutated(random: Random, value: Json, ids: readonly string[]): Json {
  if (random() < 0.05) return randomValue(random, ids, 2);
  if (Array.isArray(value)) return value.map((item) => mutated(random, item, ids));
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(() => random() > 0.05);
  return Object.fromEntries(
    kept.map(([name, inner]) => [random() < 0.05 ? name.toUpperCase() : name, mutated(random, inner, ids)]),
  );
}

function randomBody(random: Random, ids: readonly string[]): string {
  const kind = random();
  if (kind < 0.05) return pick(random, ['', '{', 'null', '[]', '"x"', '5', '\uFEFF{}', '{"a":1}}', '{"a":"\\u0000"}']);
  const text = JSON.stringify(randomValue(random, ids, 0, true));
  return kind < 0.1 ? text.slice(0, Math.floor(text.length * random())) : text;
}

function randomValue(random: Random, ids: readonly string[], depth: number, isObject = false): Json {
  const kind = random();
  if (isObject || (kind < 0.2 && depth < 4)) {
    const fields: { [name: string]: Json } = Object.create(null);
    for (let count = 0; count < random() * 8; count += 1) {
      const name = pick(random, BODY_NAMES);
      fields[random() < 0.1 ? name.toUpperCase() : name] = randomValue(random, ids, depth + 1);
    }
    return fields;
  }
  if (kind < 0.3 && depth < 4) {
    return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, ids, depth + 1, random() < 0.6));
  }
  if (kind < 0.55) return pick(random, PATTERNS);
  if (kind < 0.75) return pick(random, ids);
  if (kind < 0.9) return pick(random, [0, 1, 2, 5, 25, 300, 301, -1, 1.5, 1e99, Number.MAX_SAFE_INTEGER]);
  return pick(random, [true, false, null]);
}

function randomHeaders(
  random: Random,
  tokens: readonly string[],
  customer: CustomerRecord | undefined,
): Record<string, string> {
  const headers: Record<string, string> = { Authorization: pick(random, tokens) };
  if (random() < 0.2)
    headers['MS-RequestId'] = pick(random, ['x', '__proto__', '11111111-1111-4111-8111-111111111111']);
  const profile = customer?.customer.billingProfile;
  const etag = isFields(profile) && isFields(profile.attributes) ? String(profile.attributes.etag) : '';
  if (random() < 0.1) headers['If-Match'] = `"${etag}"`;
  if (random() < 0.1) headers['If-Match'] = pick(random, ['*', '""', 'W/"1"', '"x']);
  if (random() < 0.1) headers['MS-ContinuationToken'] = pick(random, ['0', '-1', 'YQ', '%', '1e400']);
  if (random() < 0.1) headers['Content-Type'] = pick(random, ['text/plain', 'application/xml', 'multipart/form-data']);
  if (random() < 0.1) headers['X-Locale'] = 'it-IT';
  if (random() < 0.05) headers.ValidateMfa = 'true';
  return headers;
}

/** Tokens: mostly valid ones, of both kinds and both audiences. */
async function allTokens(fetch: Fetch): Promise<string[]> {
  const tokens: string[] = [];
  for (const resource of ['https://api.partnercenter.microsoft.com', 'https://api.partner.microsoft.com']) {
    for (const grant_type of ['refresh_token', 'client_credentials']) {
      const form = {
        grant_type,
        resource,
        client_id: DEMO_APPLICATION.clientId,
        client_secret: DEMO_APPLICATION.clientSecret,
        refresh_token: DEMO_REFRESH_TOKEN,
      };
      const request = new Request(`${ORIGIN}/${DEMO_PARTNER_TENANT_ID}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      const body = (await (await fetch(request)).json()) as { access_token: string };
      tokens.push(`Bearer ${body.access_token}`);
    }
  }
  const [good = ''] = tokens;
  return [...tokens, ...Array.from({ length: 20 }, () => good), 'Bearer x', 'Bearer e30.x', 'Basic eDp5', ''];
}

function idsOf(state: object): string[] {
  const ids: string[] = [];
  learnIds(ids, JSON.stringify(state));
  return ids;
}

const IDS_KEPT = 400;
/** Long answers are the catalogue, whose ids are known. */
const LEARNT_FROM = 20_000;

/** Ids that were seen are requested again. */
function learnIds(ids: string[], text: string): void {
  const found =
    text.match(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}|CFQ7TTC\w{5}:\w{4}:\w+/g) ?? [];
  for (const id of new Set(found)) if (!ids.includes(id)) ids.push(id);
  if (ids.length > IDS_KEPT) ids.splice(0, ids.length - IDS_KEPT);
}

/** Mostly by some hours, sometimes over the end of a month and of terms. */
const MOVED_MINUTES_MAX = 40 * 24 * 60;

/**
 * Moves the clock, and brings back customers that left the partner, with an agreement: otherwise all requests would
 * soon be refused.
 */
function moveClock({ clock, state, touch }: World, random: Random): void {
  clock.moveTo(clock.now().add({ minutes: Math.floor(random() ** 4 * MOVED_MINUTES_MAX) }));
  for (const customer of Object.values(state.customers)) {
    customer.customer.relationshipToPartner = 'reseller';
    customer.directSigned = true;
  }
  touch();
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
