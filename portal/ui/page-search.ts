import type { MessageKey } from './i18n.ts';
import { paths } from './paths.ts';
import type { PermissionName } from './viewer.tsx';

/** A page of the portal that a search can lead to. */
export type FoundPage = Readonly<{ to: string; label: MessageKey }>;

type NamedPage = FoundPage &
  Readonly<{
    permission: PermissionName;
    /** The words by which people look for it, in both languages: one thing has several names (the guide's glossary). */
    words: string;
  }>;

const PAGES: readonly NamedPage[] = [
  {
    to: paths.subscriptions(),
    label: 'shell.nav.subscriptions',
    permission: 'subscriptions.read',
    words:
      'abbonamento abbonamenti sottoscrizione sottoscrizioni annullare annulla annullamento cancellare cancella ' +
      'cancellazione disdire disdetta rinnovo rinnovare rinnovi scadenza scadenze ridurre aumentare licenze inventario ' +
      'aggiornare declassare limiti risorse subscription subscriptions cancel cancellation renewal renew licences ' +
      'licenses seats upgrade downgrade inventory',
  },
  {
    to: paths.marketplace(),
    label: 'shell.nav.marketplace',
    permission: 'catalogue.read',
    words:
      'mercato marketplace negozio catalogo acquistare comprare servizi prodotti market shop catalogue buy services',
  },
  {
    to: paths.orders(),
    label: 'shell.nav.orders',
    permission: 'orders.read',
    words: 'ordine ordini acquisti traccia tracciare order orders purchases track',
  },
  {
    to: paths.users(),
    label: 'shell.nav.users',
    permission: 'users.read',
    words:
      'utente utenti persona persone colleghi personale login accessi cronologia password attivazione user users people ' +
      'colleagues staff activation history',
  },
  {
    to: paths.roles(),
    label: 'shell.nav.roles',
    permission: 'users.self',
    words: 'ruolo ruoli autorizzazioni permessi diritti amministratore role roles permissions rights administrator',
  },
  {
    to: paths.invoices(),
    label: 'shell.nav.invoices',
    permission: 'billing.read',
    words: 'fattura fatture fatturazione nota credito invoice invoices billing credit note',
  },
  {
    to: paths.payments(),
    label: 'shell.nav.payments',
    permission: 'billing.read',
    words: 'pagamento pagamenti pagare bonifico credito saldo payment payments pay transfer balance',
  },
  {
    to: paths.microsoftAccounts(),
    label: 'shell.nav.microsoftAccounts',
    permission: 'tenants.read',
    words: 'tenant dominio account microsoft onmicrosoft domain',
  },
  {
    to: paths.activity(),
    label: 'shell.nav.activity',
    permission: 'audit.read',
    words: 'registro attivita audit log chi activity',
  },
  {
    to: paths.dashboard(),
    label: 'shell.nav.dashboard',
    permission: 'users.self',
    words: 'pannello controllo dashboard ccp portale home riquadri panel control portal tiles',
  },
  {
    to: `${paths.guide()}#glossario`,
    label: 'shell.nav.guide',
    permission: 'users.self',
    words: 'guida aiuto istruzioni glossario termini guide help glossary terms',
  },
];

/** Words that name nothing. */
const EMPTY_WORDS = 'a al come di gli i il in l la le lo mio miei mia mie un una the my to of how'.split(' ');

/** A shorter beginning of a word names too many pages. */
const LETTERS_MIN = 3;

/** The pages that every typed word names, of those that the reader may open. A word may be typed in part. */
export function pagesNamed(typed: string, may: (permission: PermissionName) => boolean): readonly FoundPage[] {
  const wanted = plain(typed)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY_WORDS.includes(word));
  if (wanted.length === 0 || wanted.some((word) => word.length < LETTERS_MIN)) return [];
  return PAGES.filter(({ permission, words }) => {
    const known = words.split(' ');
    return may(permission) && wanted.every((word) => known.some((one) => one.startsWith(word)));
  });
}

/** Small letters without accents; "L'abbonamento" is two words. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}
