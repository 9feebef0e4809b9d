import { z } from 'zod';

/** Categories of the marketplace, in the order in which they are shown. */
export const CATEGORIES = [
  'microsoft365',
  'office365',
  'copilot',
  'teams',
  'exchangeAndSharePoint',
  'windows',
  'security',
  'powerPlatform',
  'dynamics365',
  'projectAndVisio',
  'viva',
  'azure',
  'managedServices',
  'other',
] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

/** Price sheets have no categories: the first pattern that matches a product's title decides. */
const TITLES: readonly [RegExp, Category][] = [
  [/copilot|agent 365/i, 'copilot'],
  [/dynamics 365|business central/i, 'dynamics365'],
  [/power (bi|apps|automate|pages|platform)|powerapps|dataverse|fabric|ai builder/i, 'powerPlatform'],
  [/windows/i, 'windows'],
  [
    /defender|purview|entra|intune|compliance|security|priva|ediscovery|information protection|insider risk/i,
    'security',
  ],
  [/data loss|mobility|azure active directory|identity/i, 'security'],
  [/viva|workplace analytics|glint/i, 'viva'],
  [/project|planner|visio/i, 'projectAndVisio'],
  [/teams|audio conferencing|calling|phone system|communications/i, 'teams'],
  [/exchange|sharepoint|onedrive/i, 'exchangeAndSharePoint'],
  [/office 365|^office\b/i, 'office365'],
  [/microsoft 365/i, 'microsoft365'],
  [/azure/i, 'azure'],
];

export function categoryOf(productTitle: string): Category {
  return TITLES.find(([pattern]) => pattern.test(productTitle))?.[1] ?? 'other';
}
