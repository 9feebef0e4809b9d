import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';

export type Segment = 'commercial' | 'education' | 'government' | 'nonprofit';

/** One way to buy a SKU. */
export type Offer = Readonly<{
  termDuration: string;
  /** `monthly`, `annual`, `triennial` or, for trials, `none`. */
  billingCycle: string;
  /** The partner's price of one seat for the whole term, without tax. */
  unitPrice: Decimal;
}>;

export type Sku = Readonly<{
  productId: string;
  skuId: string;
  productTitle: string;
  title: string;
  description: string;
  publisherName: string;
  segment: Segment;
  isTrial: boolean;
  isAddOn: boolean;
  minimumQuantity: number;
  maximumQuantity: number;
  provisioningId: string;
  skuPartNumber: string;
  /** `product:sku` ids, one of which must be active. Empty if the SKU is no add-on. */
  prerequisites: readonly string[];
  conversions: readonly string[];
  /** Microsoft's name of the attestation that the buyer has to accept. */
  attestationType: string | undefined;
  offers: readonly Offer[];
}>;

export type Catalogue = Readonly<{
  market: string;
  currency: Readonly<{ code: string; symbol: string }>;
  skus: readonly Sku[];
  /** By `product:sku`, upper case. */
  skuById: ReadonlyMap<string, Sku>;
  /** Keys of the SKUs that are a base of an add-on, as in `skuById`. */
  baseSkus: ReadonlySet<string>;
  priceSheet: Uint8Array;
}>;

/** The maximum for SKUs without one in the offer matrix. Guess: a number that no company reaches. */
const NO_MAXIMUM = 10_000_000;

let known: Catalogue | undefined;

/** The catalogue of one market, derived from the price sheet and `sku-facts.csv`. Read once per process. */
export function readCatalogue(): Catalogue {
  known ??= catalogueFromFiles();
  return known;
}

function catalogueFromFiles(): Catalogue {
  const priceSheet = readData('price-sheet-it.csv');
  const factsById = new Map(rowsOf(readData('sku-facts.csv')).map((fact) => [`${fact.ProductId}:${fact.SkuId}`, fact]));
  const rowsById = Map.groupBy(rowsOf(priceSheet), (row) => `${row.ProductId}:${cell(row, 'SkuId').padStart(4, '0')}`);
  const provisioningByTitle = provisioningIdsByTitle(factsById.values());

  const skus = [...rowsById].map(([id, rows]) => skuFrom(rows, factsById.get(id) ?? {}, provisioningByTitle));
  return {
    market: 'IT',
    currency: { code: 'EUR', symbol: '€' },
    skus,
    skuById: new Map(skus.map((sku) => [skuKey(sku), sku])),
    baseSkus: new Set(skus.flatMap(({ prerequisites }) => prerequisites)),
    priceSheet,
  };
}

/** By the name of the package, so that a program into which the simulator was bundled finds the files too. */
function readData(name: 'price-sheet-it.csv' | 'sku-facts.csv'): Uint8Array {
  return readFileSync(new URL(import.meta.resolve(`@licence-portal/partner-center-simulator/data/${name}`)));
}

export function skuKey(sku: { productId: string; skuId: string }): string {
  return `${sku.productId}:${sku.skuId}`.toUpperCase();
}

export function findSku(catalogue: Catalogue, productId: string, skuId: string): Sku | undefined {
  return catalogue.skuById.get(`${productId}:${skuId}`.toUpperCase());
}

/** The SKU of a key in the state. The state names no SKU that the catalogue lacks. */
export function skuOf(catalogue: Catalogue, key: string): Sku {
  const [productId = '', skuId = ''] = key.split(':');
  const sku = findSku(catalogue, productId, skuId);
  if (sku === undefined) throw new Error(`the state names ${key}, which the catalogue does not have`);
  return sku;
}

/**
 * The availability of a SKU in a month. It changes with every price list, so an old catalogue item is refused.
 *
 * @source Partner Center, "Error codes", 400019. Guess: that the change is monthly.
 */
export function availabilityIdOf(sku: Sku, now: Temporal.Instant): string {
  const month = now.toString().slice(0, 7);
  const ofSku = availabilityIds.get(sku) ?? new Map<string, string>();
  availabilityIds.set(sku, ofSku);
  const known = ofSku.get(month) ?? newAvailabilityId(sku, month);
  ofSku.set(month, known);
  return known;
}

/** Cached by SKU and month, because every renewal needs it. */
const availabilityIds = new WeakMap<Sku, Map<string, string>>();

function newAvailabilityId(sku: Sku, month: string): string {
  const digest = createHash('sha256')
    .update(`${skuKey(sku)}:${month}`)
    .digest();
  const letters = 'ABCDEFGHJKLMNPQRSTVWXYZ0123456789';
  return `CFQ7TTC0${[...digest.subarray(0, 4)].map((byte) => letters[byte % letters.length]).join('')}`;
}

export function catalogItemIdOf(sku: Sku, now: Temporal.Instant): string {
  return `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, now)}`;
}

/** Finds a catalogue item by its id. `rotated`: the SKU is sold under another availability now. */
export function findCatalogItem(
  catalogue: Catalogue,
  catalogItemId: string,
  now: Temporal.Instant,
): { found: 'no' } | { found: 'rotated' | 'yes'; sku: Sku } {
  const [productId = '', skuId = '', availabilityId = ''] = catalogItemId.replaceAll(' ', '').toUpperCase().split(':');
  const sku = findSku(catalogue, productId, skuId.padStart(4, '0'));
  if (sku === undefined) return { found: 'no' };
  return { found: availabilityId === availabilityIdOf(sku, now) ? 'yes' : 'rotated', sku };
}

export function findOffer(sku: Sku, termDuration: string, billingCycle: string): Offer | undefined {
  return sku.offers.find(
    (offer) =>
      offer.termDuration === termDuration.toUpperCase() &&
      offer.billingCycle === billingCycle.toLowerCase().replace('-', '_'),
  );
}

function skuFrom(rows: Row[], fact: Row, provisioningByTitle: Map<string, Row>): Sku {
  const row = rows[0] ?? {};
  const productId = cell(row, 'ProductId');
  const skuId = cell(row, 'SkuId').padStart(4, '0');
  const title = cell(row, 'SkuTitle');
  const known = cell(fact, 'ProvisioningId') !== '' ? fact : provisioningByTitle.get(poolTitle(title));
  return {
    productId,
    skuId,
    productTitle: cell(row, 'ProductTitle'),
    title,
    description: cell(row, 'SkuDescription'),
    publisherName: cell(row, 'Publisher'),
    segment: SEGMENTS[cell(row, 'Segment')] ?? 'commercial',
    isTrial: cell(fact, 'IsTrial') === 'TRUE',
    isAddOn: cell(fact, 'IsAddOn') === 'TRUE',
    minimumQuantity: Number(cell(fact, 'MinLicenses') || 1),
    maximumQuantity: Number(cell(fact, 'MaxLicenses') || NO_MAXIMUM),
    provisioningId: known === undefined ? generatedGuid(poolTitle(title)) : cell(known, 'ProvisioningId'),
    skuPartNumber: known === undefined ? generatedPartNumber(title) : cell(known, 'ProvisioningString'),
    prerequisites: idsIn(cell(fact, 'Prerequisites')),
    conversions: idsIn(cell(fact, 'Conversions')),
    attestationType: cell(fact, 'Attestation') || undefined,
    offers: rows.map((offer) => ({
      termDuration: cell(offer, 'TermDuration'),
      billingCycle: cell(offer, 'BillingPlan').toLowerCase(),
      unitPrice: new Decimal(cell(offer, 'UnitPrice')),
    })),
  };
}

const SEGMENTS: Record<string, Segment> = {
  Commercial: 'commercial',
  Education: 'education',
  Government: 'government',
  Charity: 'nonprofit',
};

/** Trials, three-year and extended-service SKUs share the licence pool of their plan. */
function poolTitle(title: string): string {
  return title.replace(/ - (3 year|Extended Service Term).*$/i, '').toLowerCase();
}

function provisioningIdsByTitle(facts: Iterable<Row>): Map<string, Row> {
  const byTitle = new Map<string, Row>();
  for (const fact of facts)
    if (cell(fact, 'ProvisioningId') !== '') byTitle.set(poolTitle(cell(fact, 'SkuTitle')), fact);
  return byTitle;
}

/** A generated id for SKUs whose real id is not public. The same in every run. */
export function generatedGuid(subject: string): string {
  const hex = createHash('sha256').update(subject).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function generatedPartNumber(title: string): string {
  return title
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function idsIn(ids: string): string[] {
  return ids === '' ? [] : ids.split(',').map((id) => id.replace('/', ':').trim().toUpperCase());
}

type Row = Readonly<Record<string, string>>;

function rowsOf(csv: Uint8Array): Row[] {
  return parse(Buffer.from(csv), { bom: true, columns: true });
}

function cell(row: Row, name: string): string {
  return row[name] ?? '';
}
