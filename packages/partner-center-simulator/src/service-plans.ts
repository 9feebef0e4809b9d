import { generatedGuid, type Sku } from './catalogue.ts';

/** A service of a licence, which can be excluded when the licence is assigned. */
export type ServicePlan = Readonly<{ id: string; serviceName: string; displayName: string }>;

/**
 * The plans of a SKU: the main ones of common products, and one generated plan with the SKU's name for all others.
 *
 * @source Microsoft Entra, "Product names and service plan identifiers for licensing"
 */
export function servicePlansOf(sku: Sku): readonly ServicePlan[] {
  const usual = PLANS_OF_PRODUCTS.get(sku.skuPartNumber);
  if (usual !== undefined) return usual;
  const { skuPartNumber, title } = sku;
  return [{ id: generatedGuid(`plan of ${skuPartNumber}`), serviceName: skuPartNumber, displayName: title }];
}

const exchangeOne = plan('9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'EXCHANGE_S_STANDARD', 'Exchange Online (Plan 1)');
const exchangeTwo = plan('efb87545-963c-4e0d-99df-69c6916d9eb0', 'EXCHANGE_S_ENTERPRISE', 'Exchange Online (Plan 2)');
const sharePointOne = plan('c7699d2e-19aa-44de-8edf-1736da088ca1', 'SHAREPOINTSTANDARD', 'SharePoint (Plan 1)');
const sharePointTwo = plan('5dbe027f-2339-4123-9542-606e4d348a72', 'SHAREPOINTENTERPRISE', 'SharePoint (Plan 2)');
const officeWeb = plan('e95bec33-7c88-4a70-8e19-b10bd9d0c014', 'SHAREPOINTWAC', 'Office for the Web');
const officeBusiness = plan(
  '094e7854-93fc-4d55-b2c0-3ab5369ebdc1',
  'OFFICE_BUSINESS',
  'Microsoft 365 Apps for Business',
);
const office = plan('43de0ff5-c92c-492b-9116-175376d08c38', 'OFFICESUBSCRIPTION', 'Microsoft 365 Apps for Enterprise');
const teams = plan('57ff2da0-773e-42df-b2af-ffb7a2317929', 'TEAMS1', 'Microsoft Teams');
const intune = plan('c1ec4a95-1f05-45b3-a911-aa3fa01094f5', 'INTUNE_A', 'Microsoft Intune Plan 1');
const entraOne = plan('41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'AAD_PREMIUM', 'Microsoft Entra ID P1');
const entraTwo = plan('eec0eb4f-6444-4f95-aba0-50c24d67f998', 'AAD_PREMIUM_P2', 'Microsoft Entra ID P2');
const multiFactor = plan(
  '8a256a2b-b617-496d-b51b-e76466e88db0',
  'MFA_PREMIUM',
  'Microsoft Entra Multi-Factor Authentication',
);
const protection = plan(
  '6c57d4b6-3b23-47a5-9bc9-69f17b4947b3',
  'RMS_S_PREMIUM',
  'Azure Information Protection Premium P1',
);

const small = [exchangeOne, sharePointOne, officeWeb];
const large = [exchangeTwo, sharePointTwo, officeWeb, office];
const security = [entraOne, multiFactor, intune, protection];

/** By the product's name in the directory (part number). */
const PLANS_OF_PRODUCTS: ReadonlyMap<string, readonly ServicePlan[]> = new Map([
  ['O365_BUSINESS_ESSENTIALS', [...small, teams]],
  ['O365_BUSINESS_PREMIUM', [...small, officeBusiness, teams]],
  ['SPB', [...small, officeBusiness, teams, ...security]],
  ['STANDARDPACK', [...small, teams]],
  ['ENTERPRISEPACK', [...large, teams]],
  ['ENTERPRISEPREMIUM', [...large, teams]],
  ['SPE_E3', [...large, teams, ...security]],
  ['SPE_E5', [...large, teams, ...security, entraTwo]],
  ['EXCHANGESTANDARD', [exchangeOne]],
  ['EXCHANGEENTERPRISE', [exchangeTwo]],
  ['EMS', security],
  ['AAD_PREMIUM', [entraOne, multiFactor]],
  ['AAD_PREMIUM_P2', [entraOne, entraTwo, multiFactor]],
]);

function plan(id: string, serviceName: string, displayName: string): ServicePlan {
  return { id, serviceName, displayName };
}
