import { type Sku, skuKey } from './catalogue.ts';
import { extendedTermSheet } from './extended-term-sheet.ts';
import { PartnerError } from './partner-error.ts';
import type { Answer, Call, Route } from './route.ts';
import { zipOf } from './zip.ts';

/** Price sheets and their related files have another host and another audience than the other routes. */
export const salesFileRoute: Route = {
  method: 'GET',
  path: '/v1.0/sales/:file/$value',
  token: 'appUser',
  audience: 'sales',
  source: 'Get a price sheet; Get an offer matrix; Get foreign exchange rates',
  handle: salesFile,
};

/** The last part but one of the path has the name of a file and its parameters: `fxrates(Month='202611')`. */
function salesFile(call: Call): Answer {
  if (call.param('file').startsWith('offermatrix(')) return offerMatrix(call);
  if (call.param('file').startsWith('fxrates(')) return exchangeRates(call);
  return priceSheet(call);
}

function priceSheet(call: Call): Answer {
  const requested = /^pricesheets\(market='([a-z]{2})',\s*pricesheetview='([a-z_]+)'\)$/.exec(call.param('file'));
  const [, market, view] = requested ?? [];
  const timeline = call.query('timeline')?.toLowerCase() ?? 'current';
  const { catalogue } = call.world;
  const sheet = view === 'updatedlicensebased' ? catalogue.priceSheet : undefined;
  const found = view === 'licensebasedest' ? extendedTermSheet(catalogue) : sheet;
  const isHere = market === catalogue.market.toLowerCase() && timeline === 'current';
  if (!isHere || found === undefined) throw new PartnerError(1000, [call.param('file')]);
  return csvFile(call, found, 'sheets.csv');
}

/**
 * The products: which can be bought with which, and how many seats of each.
 *
 * @source Partner Center, "Get an offer matrix"
 */
function offerMatrix(call: Call): Answer {
  monthOf(call);
  const rows = call.world.catalogue.skus.map((sku) => [
    sku.productTitle,
    sku.productId,
    sku.skuId,
    sku.title,
    sku.provisioningId,
    sku.skuPartNumber,
    String(sku.minimumQuantity),
    String(sku.maximumQuantity),
    sku.isTrial ? '1' : '',
    sku.isTrial ? 'LifetimeCount' : 'None',
    idsOf(sku.prerequisites),
    idsOf(targets(sku, call.world.catalogue.skus)),
    sku.description,
    call.world.catalogue.market,
  ]);
  return csvFile(call, csv([MATRIX_COLUMNS, ...rows]), 'offermatrix.csv');
}

const MATRIX_COLUMNS = [
  'ProductTitle',
  'ProductId',
  'SkuId',
  'SkuTitle',
  'ProvisioningId',
  'ProvisioningString',
  'MinLicenses',
  'MaxLicenses',
  'AssetOwnershipLimit',
  'AssetOwnershipLimitType',
  'ProductSkuPreRequisites',
  'ProductSkuConversion',
  'Description',
  'AllowedCountries',
];

/** Conversions to SKUs that are sold here. */
function targets(sku: Sku, sold: readonly Sku[]): string[] {
  return sku.conversions.filter((id) => sold.some((known) => skuKey(known) === id));
}

function idsOf(keys: readonly string[]): string {
  return keys.map((key) => key.replace(':', '/')).join(',');
}

/** Invented rates in the form of Microsoft's file, in which the dollar is the base. */
function exchangeRates(call: Call): Answer {
  const month = monthOf(call);
  const rows = [
    ['USD', 'EUR', '0.9'],
    ['EUR', 'USD', '1.11'],
    ['USD', 'GBP', '0.8'],
    ['EUR', 'GBP', '0.88'],
    ['EUR', 'CHF', '0.95'],
  ].map(([from = '', to = '', rate = '']) => [month, from, to, rate]);
  return csvFile(call, csv([['Month', 'FromCurrency', 'ToCurrency', 'Rate'], ...rows]), 'fxrates.csv');
}

/** The requested month, `YYYYMM`. A future month has no file. */
function monthOf(call: Call): string {
  const month = /^[a-z]+\(month='(\d{4}(?:0[1-9]|1[0-2]))'\)$/.exec(call.param('file'))?.[1];
  const thisMonth = call.now.toString().slice(0, 7).replace('-', '');
  if (month === undefined || month > thisMonth) throw new PartnerError(1000, [call.param('file')]);
  return month;
}

function csv(rows: readonly (readonly string[])[]): Uint8Array {
  const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return Buffer.from(`\uFEFF${quoted.join('\r\n')}\r\n`);
}

/**
 * The text, or a zip that contains it where the client accepts `deflate`: that is what Microsoft means by the
 * documented header. HTTP's own encodings are not used: `fetch` accepts `gzip, deflate` by itself and gets a zip.
 *
 * @source Partner Center, "Get a price sheet" (`Accept-Encoding: deflate`); two public clients unzip what they get
 */
function csvFile(call: Call, text: Uint8Array, name: string): Answer {
  const isZipped = /\bdeflate\b/i.test(call.header('Accept-Encoding') ?? '');
  return {
    status: 200,
    body: isZipped ? zipOf(name, text) : text,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename=${isZipped ? name.replace(/csv$/, 'zip') : name}`,
      'Cache-Control': 'private',
    },
  };
}
