/**
 * Makes the two data files of the simulator from a table of catalogue facts:
 *
 *   node scripts/make-price-sheet.ts FACTS.csv DATA_FOLDER
 *
 * `price-sheet-it.csv` has the form of Microsoft's licence-based price sheet, with its quirks; `sku-facts.csv` holds
 * what the sheet does not say (the offer matrix does). Ids and titles are facts. Recommended prices are the published
 * Euro ones where there are any, else plausible amounts; the partner's cost is always derived from them. Descriptions
 * are our own.
 *
 * Price arithmetic kept, as seen in real sheets: P1Y/Monthly = 1.05 × P1Y/Annual, P1M × 12 = 1.2 × P1Y/Annual, P3Y = 3
 * × P1Y, and every monthly plan is a whole number of cents a month.
 *
 * @source Partner Center, "Get a price sheet", and "Get an offer matrix"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';

/** New Commerce began for licences on that day: a demo may begin on any day since. */
const EFFECTIVE_START = '2022-01-10T00:00:00.0000000Z';
const OPEN_END = '9999-11-30T00:00:00.0000000Z';
/** Some trial rows of real sheets start on the first day of .NET's SQL calendar. */
const OLDEST_START = '1753-01-02T00:00:00.0000000Z';

type Fact = Record<string, string>;
type Sku = { productId: string; skuId: string; first: Fact; rows: Fact[] };
type Plan = { term: string; billing: string; recommended: Decimal };

/** Guess: the well-known bases of add-ons whose prerequisites are not published. By commercial SKU title. */
const PREREQUISITES: Record<string, string[]> = {
  'Microsoft 365 Copilot': [
    'Microsoft 365 E3',
    'Microsoft 365 E5',
    'Office 365 E3',
    'Office 365 E5',
    'Microsoft 365 Business Standard',
    'Microsoft 365 Business Premium',
  ],
  'Microsoft 365 Copilot Business': [
    'Microsoft 365 Business Basic',
    'Microsoft 365 Business Standard',
    'Microsoft 365 Business Premium',
  ],
  'Microsoft 365 Audio Conferencing': [
    'Microsoft 365 E3',
    'Office 365 E1',
    'Office 365 E3',
    'Microsoft 365 Business Basic',
    'Microsoft 365 Business Standard',
    'Microsoft 365 Business Premium',
  ],
  'Microsoft Defender Suite for Microsoft 365 Business Premium': ['Microsoft 365 Business Premium'],
  'Microsoft Purview Suite for Microsoft 365 Business Premium': ['Microsoft 365 Business Premium'],
  'Microsoft Defender and Purview Suites for Microsoft 365 Business Premium': ['Microsoft 365 Business Premium'],
  'Defender for Endpoint P2 Add On for Microsoft 365 E3': ['Microsoft 365 E3'],
  'Microsoft Entra Suite Add-on for Microsoft Entra ID P2': ['Microsoft Entra ID P2'],
  // Fact: Microsoft 365, "Microsoft 365 Multi-Geo".
  'Multi-Geo Capabilities in Office 365': [
    'Microsoft 365 F1',
    'Microsoft 365 F3',
    'Microsoft 365 E3',
    'Microsoft 365 E3 (no Teams)',
    'Microsoft 365 E5',
    'Microsoft 365 E5 (no Teams)',
    'Office 365 F3',
    'Office 365 E1',
    'Office 365 E3',
    'Office 365 E5',
    'Exchange Online (Plan 1)',
    'Exchange Online (Plan 2)',
    'OneDrive for business (Plan 1)',
    'OneDrive for business (Plan 2)',
    'SharePoint (Plan 1)',
    'SharePoint (Plan 2)',
    'Microsoft Teams Enterprise',
  ],
  'Power BI Premium Per User Add-On': ['Power BI Pro', 'Microsoft 365 E5', 'Office 365 E5'],
};

/** Guess: usual upgrade paths, small to large. By commercial SKU title. */
const CONVERSIONS: Record<string, string[]> = {
  'Microsoft 365 Business Basic': [
    'Microsoft 365 Business Standard',
    'Microsoft 365 Business Premium',
    'Office 365 E1',
    'Microsoft 365 E3',
  ],
  'Microsoft 365 Apps for business': ['Microsoft 365 Business Standard', 'Microsoft 365 Business Premium'],
  'Microsoft 365 Business Standard': [
    'Microsoft 365 Business Premium',
    'Office 365 E3',
    'Microsoft 365 E3',
    'Office 365 E5',
  ],
  'Microsoft 365 Business Premium': ['Microsoft 365 E3', 'Microsoft 365 E5'],
  'Exchange Online (Plan 1)': ['Exchange Online (Plan 2)', 'Microsoft 365 Business Basic'],
  'Office 365 E1': ['Office 365 E3', 'Office 365 E5', 'Microsoft 365 E3', 'Microsoft 365 E5'],
  'Office 365 E3': ['Office 365 E5', 'Microsoft 365 E3', 'Microsoft 365 E5'],
  'Microsoft 365 F1': ['Microsoft 365 F3', 'Microsoft 365 E3'],
  'Microsoft 365 F3': ['Microsoft 365 E3', 'Microsoft 365 E5'],
  'Microsoft 365 E3': ['Microsoft 365 E5'],
  'Planner Plan 1': ['Planner and Project Plan 3', 'Planner and Project Plan 5'],
  'Visio Plan 1': ['Visio Plan 2'],
};

/**
 * A product that requires an attestation, which is missing in the facts. Title and product id are facts (Microsoft 365,
 * "Use AllowSelfServicePurchase for the MSCommerce PowerShell module"). Guess: the SKU's id and its prices.
 */
const WITH_HYBRID_BENEFIT: Fact[] = ['P1M/Monthly', 'P1Y/Monthly', 'P1Y/Annual'].map((plan) => ({
  ProductTitle: 'Windows 365 Business with Windows Hybrid Benefit',
  ProductId: 'CFQ7TTC0HX99',
  SkuId: '0001',
  SkuTitle: 'Windows 365 Business 2 vCPU, 4 GB, 128 GB (with Windows Hybrid Benefit)',
  Segment: 'Commercial',
  TermDuration: plan.split('/')[0] ?? '',
  BillingPlan: plan.split('/')[1] ?? '',
  MaxLicenses: '300',
  Currency: 'EUR',
  ERPPrice: '326.4',
}));

/** The first pattern that fits describes the SKU. */
const DESCRIPTIONS: [RegExp, string][] = [
  [
    /Copilot/,
    'Artificial intelligence that helps to write, summarise and search, with the documents of the organisation.',
  ],
  [
    /Business Basic/,
    'E-mail, Teams, SharePoint, 1 TB of OneDrive and the web editions of the Office applications, for up to 300' +
      ' people.',
  ],
  [
    /Business Standard/,
    'E-mail, Teams, SharePoint, 1 TB of OneDrive and the desktop editions of the Office applications, for up to' +
      ' 300 people.',
  ],
  [
    /Business Premium/,
    'Desktop Office applications, e-mail and Teams with device management and protection from threats, for up ' +
      'to 300 people.',
  ],
  [
    /365 Apps/,
    'The desktop Office applications on five computers, five tablets and five phones for each person, with 1 TB' +
      ' of OneDrive.',
  ],
  [
    /365 [EAG]5/,
    'The complete suite: Office applications, "zero trust" security, compliance, telephony and analytics.',
  ],
  [
    /365 [EAG]3/,
    'Office applications, e-mail, Teams and the essentials of security & compliance, without a limit of people.',
  ],
  [
    /365 [EAG]1/,
    'E-mail, Teams, SharePoint and the web editions of the Office applications, without a limit of people.',
  ],
  [/365 F\d/, 'The essentials for people who work at a counter, on a shop floor or on the road.'],
  [/Exchange Online/, 'Mailboxes in the cloud with calendar, contacts and protection from spam.'],
  [/OneDrive/, 'Personal cloud storage (<1 TB> or more) with sharing and versions.'],
  [/SharePoint/, 'Sites, libraries and search for the documents of the organisation.'],
  [/Teams/, 'Meetings, calls and chat.'],
  [/Windows 365/, 'A Windows computer in the cloud, always the same from every device.'],
  [/Windows 10\/11/, 'The Enterprise edition of Windows, licensed for each person.'],
  [/Defender/, 'Protection from threats, with detection and response.'],
  [
    /Purview|Compliance|eDiscovery|Information Protection|Insider Risk|Data Loss/,
    'Finds, protects and keeps the data that law or contract ask for.',
  ],
  [/Intune|Mobility/, 'Manages and protects computers, phones and applications.'],
  [/Entra|Azure Active Directory/, 'Identities, sign-in and conditional access.'],
  [/Power BI/, 'Reports and dashboards from the data of the organisation.'],
  [/Power (Apps|Automate|Platform|Pages)|Dataverse/, 'Builds applications and automates work with little code.'],
  [/Dynamics 365/, 'Business applications for sales, service, finance and operations.'],
  [/Project|Planner/, 'Plans work, resources and projects.'],
  [/Visio/, 'Diagrams and flow charts.'],
  [/Viva/, 'Learning, insights and goals in Teams.'],
];

const [factsFile, dataFolder] = process.argv.slice(2);
if (factsFile === undefined || dataFolder === undefined) {
  console.error('usage: node scripts/make-price-sheet.ts FACTS.csv DATA_FOLDER');
  process.exit(2);
}
const facts: Fact[] = [...parse(readFileSync(factsFile), { bom: true, columns: true }), ...WITH_HYBRID_BENEFIT];
const skus = groupBySku(facts);
const paidSkus = skus.filter((sku) => sku.first.IsTrial !== 'TRUE');
const idByTitle = new Map(paidSkus.map((sku) => [`${sku.first.Segment}/${sku.first.SkuTitle}`, idOf(sku)]));

const sheet = skus.flatMap((sku, index) => plansOf(sku).map((plan) => sheetRow(sku, plan, index)));
writeFileSync(join(dataFolder, 'price-sheet-it.csv'), `\uFEFF${csv(sheet)}`);
writeFileSync(join(dataFolder, 'sku-facts.csv'), csv(skus.map(factRow)));
console.log(`${skus.length} SKUs, ${sheet.length} price rows`);

function groupBySku(all: Fact[]): Sku[] {
  const groups = new Map<string, Sku>();
  for (const fact of all) {
    const productId = text(fact.ProductId);
    const skuId = text(fact.SkuId);
    const known = groups.get(`${productId}/${skuId}`);
    if (known === undefined) groups.set(`${productId}/${skuId}`, { productId, skuId, first: fact, rows: [fact] });
    else known.rows.push(fact);
  }
  return [...groups.values()];
}

/** The offers of one SKU, each with its recommended price of the whole term. */
function plansOf(sku: Sku): Plan[] {
  const offered = new Map<string, { term: string; billing: string }>();
  for (const row of sku.rows) {
    const [term, billing] = [text(row.TermDuration), text(row.BillingPlan)];
    offered.set(`${term}/${billing}`, { term, billing });
  }
  const perMonth = monthlyEquivalent(sku);
  return [...offered.values()].map(({ term, billing }) => ({
    term,
    billing,
    recommended: recommendedPrice(term, billing, perMonth),
  }));
}

/**
 * The monthly price in the annual plan that is paid at once; all other prices are derived from it. In Euro, not
 * rounded.
 */
function monthlyEquivalent(sku: Sku): Decimal {
  const priceOf = (currency: string, term: string, billing: string): Decimal | undefined => {
    const rows = sku.rows.filter(
      (row) => row.Currency === currency && row.TermDuration === term && row.BillingPlan === billing,
    );
    const latest = rows.toSorted((a, b) => text(b.PriceDate).localeCompare(text(a.PriceDate)))[0];
    return latest === undefined ? undefined : new Decimal(text(latest.ERPPrice));
  };
  const published = priceOf('EUR', 'P1Y', 'Annual');
  if (published !== undefined) return published.div(12);

  for (const [currency, euroPerUnit] of [
    ['USD', '0.95'],
    ['INR', '0.0113'],
  ] as const) {
    const annual =
      priceOf(currency, 'P1Y', 'Annual')?.div(12) ??
      priceOf(currency, 'P3Y', 'Annual')?.div(36) ??
      priceOf(currency, 'P3Y', 'Triennial')?.div(36) ??
      priceOf(currency, 'P1M', 'Monthly')?.div('1.2');
    if (annual === undefined) continue;
    const euro = annual.mul(euroPerUnit);
    return euro.isZero() ? euro : Decimal.max('0.1', euro.toDecimalPlaces(1, Decimal.ROUND_HALF_UP));
  }
  return new Decimal(0);
}

function recommendedPrice(term: string, billing: string, perMonth: Decimal): Decimal {
  const wholeCents = (price: Decimal) => price.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (billing === 'None') return new Decimal(0);
  const months = term === 'P3Y' ? 36 : term === 'P1Y' ? 12 : 1;
  if (billing !== 'Monthly') return wholeCents(perMonth.mul(months));
  return wholeCents(perMonth.mul(term === 'P1M' ? '1.2' : '1.05')).mul(months);
}

/**
 * 20 % below the recommended price, 10 % for charities; a monthly plan stays a whole number of cents a month, rounded
 * down.
 */
function partnerCost(sku: Sku, plan: Plan): Decimal {
  const share = sku.first.Segment === 'Charity' ? '0.9' : '0.8';
  const cycles = plan.billing !== 'Monthly' ? 1 : plan.term === 'P3Y' ? 36 : plan.term === 'P1Y' ? 12 : 1;
  return plan.recommended.mul(share).div(cycles).toDecimalPlaces(2, Decimal.ROUND_DOWN).mul(cycles);
}

function sheetRow(sku: Sku, plan: Plan, index: number): Record<string, string> {
  const isTrial = sku.first.IsTrial === 'TRUE';
  const unitPrice = partnerCost(sku, plan);
  const changed = index % 23 === 7 && !plan.recommended.isZero();
  return {
    ChangeIndicator: changed ? 'Change' : index % 41 === 11 ? 'Add' : 'Unchanged',
    ProductTitle: text(sku.first.ProductTitle) || text(sku.first.SkuTitle),
    ProductId: sku.productId,
    // A workbook that was saved again loses the leading zeros of an all-digit id.
    SkuId: index % 29 === 5 && /^\d+$/.test(sku.skuId) ? String(Number(sku.skuId)) : sku.skuId,
    SkuTitle: text(sku.first.SkuTitle),
    Publisher: 'Microsoft Corporation',
    SkuDescription: describe(sku),
    UnitOfMeasure: '',
    TermDuration: plan.term,
    BillingPlan: plan.billing,
    Market: 'IT',
    Currency: 'EUR',
    UnitPrice: unitPrice.toString(),
    PricingTierRangeMin: '',
    PricingTierRangeMax: '',
    EffectiveStartDate: isTrial && index % 3 === 0 ? OLDEST_START : EFFECTIVE_START,
    EffectiveEndDate: OPEN_END,
    Tags: isTrial ? 'License;Trial' : 'License',
    'ERP Price': plan.recommended.toString(),
    Segment: text(sku.first.Segment),
    PreviousValues: changed
      ? `{'UnitPrice': '${previous(unitPrice)}', 'ERP Price': '${previous(plan.recommended)}'}`
      : '',
  };
}

/** The price before the change that the sheet reports: five per cent lower. */
function previous(price: Decimal): string {
  return price.mul('0.95').toDecimalPlaces(2).toString();
}

function factRow(sku: Sku): Record<string, string> {
  const title = text(sku.first.SkuTitle);
  return {
    ProductId: sku.productId,
    SkuId: sku.skuId,
    SkuTitle: title,
    ProvisioningId: text(sku.first.ProvisioningId),
    ProvisioningString: text(sku.first.ProvisioningString),
    MinLicenses: text(sku.first.MinLicenses) || '1',
    MaxLicenses: text(sku.first.MaxLicenses),
    IsTrial: sku.first.IsTrial === 'TRUE' ? 'TRUE' : 'FALSE',
    IsAddOn: sku.first.IsAddOn === 'TRUE' || title in PREREQUISITES ? 'TRUE' : 'FALSE',
    Prerequisites: PREREQUISITES[title]?.map(idOfTitle).join(',') ?? text(sku.first.Prerequisites),
    Conversions: CONVERSIONS[title]?.map(idOfTitle).join(',') ?? text(sku.first.Conversions),
    // Fact: Partner Center, "Product resources", AttestationProperties.
    Attestation: title.includes('with Windows Hybrid Benefit') ? 'Windows365' : '',
  };
}

function idOf(sku: Sku): string {
  return `${sku.productId}/${sku.skuId}`;
}

function idOfTitle(title: string): string {
  const id = idByTitle.get(`Commercial/${title}`);
  if (id === undefined) throw new Error(`no commercial SKU is called "${title}"`);
  return id;
}

function describe(sku: Sku): string {
  const title = text(sku.first.SkuTitle).replaceAll(/[\u200B\u00A0]/g, ' ');
  if (sku.first.IsTrial === 'TRUE')
    return `Free trial of ${title}: 25 licences for one month. It renews as a paid plan.`;
  const described = DESCRIPTIONS.find(([pattern]) => pattern.test(title));
  const sentence = described === undefined ? 'A service for the people of an organisation.' : described[1];
  // A line break inside a quoted cell, which importers must accept.
  return sku.first.IsAddOn === 'TRUE' ? `${sentence}\nNeeds another plan beside it.` : sentence;
}

function csv(records: Record<string, string>[]): string {
  const header = Object.keys(records[0] ?? {});
  const lines = records.map((record) => header.map((name) => quoted(text(record[name]))).join(','));
  return `${[header.join(','), ...lines].join('\n')}\n`;
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function text(cell: string | undefined): string {
  return cell ?? '';
}
