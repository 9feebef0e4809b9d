import type { Category } from '../categories.ts';
import { searchable } from './search-text.ts';

/*
 * The words by which people look for products whose titles do not have them, in both languages: by what the product
 * does, and by the applications in it. They find a product, but count for less than a word of its title.
 */

const APPS = 'word excel powerpoint outlook office documenti fogli presentazioni documents spreadsheets presentations';
const MAIL = 'posta mail email e-mail elettronica casella caselle outlook calendario mailbox mailboxes calendar';
const CLOUD = 'onedrive sharepoint archiviazione file cloud storage';
const MEETINGS = 'teams riunioni videochiamate videoconferenza chat meetings video';
const SECURITY = 'sicurezza antivirus virus malware protezione security protection';
const PHONE = 'telefono telefonia telefonare chiamate centralino numero phone telephony calls pbx';

/** Products that are about it come before those that have it among other things. */
type Weight = 'main' | 'also';

const OF_TITLES: readonly (readonly [Weight, RegExp, string])[] = [
  ['main', /^microsoft 365 apps for/i, APPS],
  ['also', /business (standard|premium)|(microsoft|office) 365 e[3-7]\b/i, APPS],
  [
    'also',
    /business basic|(microsoft|office) 365 (e1|f1|f3)\b/i,
    'word excel powerpoint web online documenti documents',
  ],
  ['main', /^exchange online \(plan|^exchange online kiosk/i, MAIL],
  ['also', /business (basic|standard|premium)|(microsoft|office) 365 (e\d|f3)\b/i, MAIL],
  ['main', /^onedrive|^sharepoint/i, CLOUD],
  ['also', /business (basic|standard|premium)|(microsoft|office) 365 [ef]\d\b/i, CLOUD],
  ['main', /^(microsoft )?teams (essentials|enterprise|premium|rooms)/i, MEETINGS],
  ['also', /(business (basic|standard|premium)|(microsoft|office) 365 [ef]\d\b)(?!.*no teams)/i, MEETINGS],
  ['main', /^microsoft defender/i, SECURITY],
  ['also', /business premium|microsoft 365 e[357]\b/i, SECURITY],
  ['main', /exchange online protection|defender for office/i, 'antispam spam phishing posta mail email'],
  ['main', /teams phone|calling plan|essentials? with phone|audio conferencing with/i, PHONE],
  ['also', /(microsoft|office) 365 e[57]\b/i, PHONE],
  ['main', /entra|azure active directory/i, 'accesso identita autenticazione mfa password sign-in identity sicurezza'],
  ['main', /intune|mobility/i, 'dispositivi mdm telefoni cellulari portatili devices mobile sicurezza'],
  ['main', /purview|ediscovery|information protection/i, 'conformita privacy gdpr etichette compliance'],
  ['main', /copilot|agent/i, 'ai ia intelligenza artificiale chatgpt assistente artificial intelligence assistant'],
  ['main', /power bi/i, 'report grafici dashboard analisi statistiche charts analytics'],
  ['main', /power automate/i, 'automazione flussi automation flows robot'],
  ['main', /power apps/i, 'app moduli applicazioni forms'],
  ['main', /project|planner/i, 'progetti gantt pianificazione attivita compiti planning tasks'],
  ['main', /visio/i, 'diagrammi disegni organigrammi schemi diagrams drawings'],
  ['main', /windows 365/i, 'pc cloud desktop remoto virtuale computer remote virtual'],
  ['main', /dynamics 365 (sales|customer)/i, 'crm clienti vendite customers'],
  ['main', /business central|dynamics 365 finance/i, 'erp gestionale contabilita magazzino accounting'],
  ['main', /archiving/i, 'archivio posta mail archive'],
];

/** Words of the names of the categories, in both languages. */
const OF_CATEGORIES: Readonly<Record<Category, string>> = {
  microsoft365: 'microsoft 365',
  office365: 'office 365',
  copilot: 'copilot agenti agents',
  teams: 'teams telefonia telephony calling',
  exchangeAndSharePoint: 'posta mail sharepoint onedrive',
  windows: 'windows',
  security: 'sicurezza conformita security compliance',
  powerPlatform: 'power platform',
  dynamics365: 'dynamics 365',
  projectAndVisio: 'project planner visio',
  viva: 'viva',
  azure: 'azure cloud',
  managedServices: 'servizi gestiti assistenza supporto managed services support',
  other: 'altri servizi other services',
};

export type Keywords = Readonly<Record<Weight, readonly string[]>>;

/** The keywords of an offer, each once. Words of the category's name count for little. */
export function keywordsOf({
  title,
  offerTitle,
  category,
}: Readonly<{ title: string; offerTitle: string; category: string }>): Keywords {
  const named = (OF_CATEGORIES as Readonly<Record<string, string>>)[category] ?? '';
  const of = (weight: Weight, more: string) => {
    const found = OF_TITLES.filter(
      ([one, pattern]) => one === weight && (pattern.test(title) || pattern.test(offerTitle)),
    );
    return [...new Set(searchable([more, ...found.map(([, , words]) => words)].join(' ')).split(' '))];
  };
  const main = of('main', '');
  return { main, also: of('also', named).filter((word) => !main.includes(word)) };
}
