import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildAccount } from '#features/accounts/builders.ts';
import type { Actor } from '#platform/actor.ts';
import { csvText } from '#platform/csv-text.ts';
import { newId } from '#platform/ids.ts';
import type { World } from '#shell/testing/world.ts';

/** An administrator of a new account, whose country and currency decide the prices that it sees. */
export async function buildShopper(
  world: World,
  { country = 'IT', currency = 'EUR' }: { country?: string; currency?: string } = {},
): Promise<Actor> {
  const now = world.clock.now();
  const accountId = await world.db({ kind: 'system' }, (tx) => buildAccount(tx, { country, currency, now }));
  return { roles: ['administrator'], accountId, personId: newId(), impersonatorId: null };
}

export const PROVIDER: Actor = { roles: ['provider'], accountId: newId(), personId: newId(), impersonatorId: null };

type SheetCells = Partial<
  Record<
    | 'ProductTitle'
    | 'ProductId'
    | 'SkuId'
    | 'SkuTitle'
    | 'SkuDescription'
    | 'TermDuration'
    | 'BillingPlan'
    | 'Market'
    | 'Currency'
    | 'UnitPrice'
    | 'ERP Price'
    | 'EffectiveStartDate'
    | 'EffectiveEndDate'
    | 'Tags'
    | 'Segment'
    | 'PricingTierRangeMin',
    string
  >
>;

const BYTE_ORDER_MARK = '\uFEFF';

const PLAIN: Required<SheetCells> = {
  ProductTitle: 'Office 365 E1',
  ProductId: 'CFQ7TTC0LF8Q',
  SkuId: '0001',
  SkuTitle: 'Office 365 E1',
  SkuDescription: 'Mail and calls.',
  TermDuration: 'P1Y',
  BillingPlan: 'Annual',
  Market: 'IT',
  Currency: 'EUR',
  UnitPrice: '96',
  'ERP Price': '120',
  EffectiveStartDate: '2026-11-01T00:00:00.0000000Z',
  EffectiveEndDate: '9999-11-30T00:00:00.0000000Z',
  Tags: 'License',
  Segment: 'Commercial',
  PricingTierRangeMin: '',
};

/**
 * A price sheet; each row names the cells that differ from a plain one (Office 365 E1, one year paid at once, EUR
 * 120).
 */
export function sheetText(rows: readonly SheetCells[]): string {
  const names = Object.keys(PLAIN) as (keyof SheetCells)[];
  const cells = rows.map((row) => names.map((name) => row[name] ?? PLAIN[name]));
  return csvText([names, ...cells]).slice(BYTE_ORDER_MARK.length);
}

export function sheetFile(rows: readonly SheetCells[], name = 'sheet.csv'): File {
  return new File([BYTE_ORDER_MARK, sheetText(rows)], name);
}

/** The sheet of the demo: Italy, Euro, about 400 SKUs. */
export async function demoSheetFile(): Promise<File> {
  const path = fileURLToPath(import.meta.resolve('@licence-portal/partner-center-simulator/data/price-sheet-it.csv'));
  return new File([await readFile(path)], 'Nov_NCE_LicenseBasedPL_GA_IT.csv');
}
