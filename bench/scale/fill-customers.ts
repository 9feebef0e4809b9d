import type pg from 'pg';
import { copyRows } from './copy-rows.ts';

/** Of the last of them the simulator knows the subscriptions; see `sample.ts`. */
export const CUSTOMER_COUNT = 20_000;
export const SAMPLE_CUSTOMER_COUNT = 200;
/** Number of the first of them. */
export const SAMPLE_FIRST = CUSTOMER_COUNT - SAMPLE_CUSTOMER_COUNT + 1;

/** Parts of names, so that a search for one of their words finds a part of the customers. */
const OWNERS = `array['Rossi', 'Ferrari', 'Esposito', 'Bianchi', 'Romano', 'Colombo', 'Ricci', 'Marino', 'Greco',
  'Bruno', 'Gallo', 'Conti', 'De Luca', 'Mancini', 'Costa', 'Giordano', 'Rizzo', 'Lombardi', 'Moretti', 'Barbieri',
  'Fontana', 'Santoro', 'Mariani', 'Rinaldi', 'Caruso', 'Ferrara', 'Galli', 'Martini', 'Leone', 'Longo', 'Gentile',
  'Martinelli', 'Vitale', 'Lombardo', 'Serra', 'Coppola', 'De Santis', 'D''Angelo', 'Marchetti', 'Parisi']`;
const TRADES = `array['Arredamenti', 'Trasporti', 'Costruzioni', 'Alimentari', 'Elettronica', 'Immobiliare', 'Tessile',
  'Meccanica', 'Consulenza', 'Assicurazioni', 'Viaggi', 'Farmacia', 'Editoria', 'Impianti', 'Vini', 'Ceramiche',
  'Logistica', 'Stampa', 'Energia', 'Moda', 'Servizi', 'Automazione', 'Nautica', 'Edilizia', 'Gomme', 'Legnami',
  'Oleodinamica', 'Pelletteria', 'Sementi', 'Ascensori']`;
const FIRST_NAMES = `array['Giulia', 'Marco', 'Francesca', 'Luca', 'Chiara', 'Andrea', 'Elena', 'Matteo', 'Sara',
  'Davide', 'Silvia', 'Paolo', 'Anna', 'Stefano', 'Laura', 'Simone', 'Martina', 'Alessandro', 'Valentina', 'Roberto']`;
const CITIES = `array['Milano', 'Torino', 'Bologna', 'Verona', 'Padova', 'Brescia', 'Parma', 'Modena', 'Bergamo',
  'Como', 'Trento', 'Udine', 'Genova', 'Firenze', 'Ancona', 'Roma', 'Napoli', 'Bari', 'Catania', 'Cagliari']`;

/**
 * Customers as the demo's law firm, each with an administrator, a user and a Microsoft tenant. Nobody of them can sign
 * in.
 */
export async function fillCustomers(client: pg.Client): Promise<void> {
  await copyRows(
    client,
    'account',
    `account template, generate_series(1, ${CUSTOMER_COUNT}) n
    where template.id = (select account_id from law_firm)`,
    {
      id: idOf('account'),
      name: `${oneOf(OWNERS, 'n')} || ' ' || ${oneOf(TRADES, 'n / 40')} || ' S.r.l. ' || n`,
      city: oneOf(CITIES, 'n'),
      vat_number: `lpad(n::text, 11, '0')`,
      tax_code: `lpad(n::text, 11, '0')`,
      billing_email: `'amministrazione@azienda' || n || '.example'`,
      approval_above: 'null',
      created_at: `now() - make_interval(hours => n)`,
    },
  );
  for (const [role, logins] of [
    ['administrator', 'admin'],
    ['serviceUser', 'utente'],
  ] as const) {
    await copyRows(
      client,
      'person',
      `person template, generate_series(1, ${CUSTOMER_COUNT}) n
      where template.id = (select person_id from law_firm)`,
      {
        id: idOf(role),
        account_id: idOf('account'),
        role: `'${role}'`,
        login: `'${logins}.' || n`,
        first_name: oneOf(FIRST_NAMES, role === 'administrator' ? 'n' : 'n / 7'),
        last_name: oneOf(OWNERS, role === 'administrator' ? 'n / 3' : 'n / 11'),
        email: `'${logins}@azienda' || n || '.example'`,
      },
    );
  }
  await copyRows(
    client,
    'tenant',
    `tenant template, generate_series(1, ${CUSTOMER_COUNT}) n
    where template.account_id = (select account_id from law_firm)`,
    {
      id: idOf('tenant'),
      account_id: idOf('account'),
      domain: `'azienda' || n || '.onmicrosoft.com'`,
      microsoft_customer_id: `(${idOf('microsoftCustomer')})::text`,
      microsoft_tenant_id: `(${idOf('microsoftCustomer')})::text`,
      creation_request_id: 'null',
      administrator_password: 'null',
    },
  );
}

/**
 * The id of the thing of this kind that belongs to number `n`. As the ids of the portal (UUID version 7) it begins with
 * what grows, so that indexes fill from one end.
 */
export function idOf(kind: string, n = 'n'): string {
  const grown = `overlay(md5('${kind}' || ${n}) placing lpad(to_hex(${n}), 8, '0') from 1 for 8)`;
  return `overlay(overlay(${grown} placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid`;
}

function oneOf(names: string, n: string): string {
  return `(${names})[1 + (${n}) % array_length(${names}, 1)]`;
}
