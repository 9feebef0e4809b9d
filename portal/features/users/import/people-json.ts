import { z } from 'zod';
import type { Locale } from '#platform/wire.ts';
import { PEOPLE_FIELDS, PEOPLE_JSON_FIELD, PEOPLE_MAX } from './people-columns.ts';
import type { TypedPerson } from './read-people.ts';

const People = z.array(z.record(z.enum(PEOPLE_FIELDS), z.string())).max(PEOPLE_MAX);

/** The rows in a form of the page; none where the field was changed by hand into something else. */
export function peopleFromJson(form: FormData): TypedPerson[] {
  try {
    return People.parse(JSON.parse(String(form.get(PEOPLE_JSON_FIELD) ?? '[]')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}

const HEADERS: Readonly<Record<Locale, readonly string[]>> = {
  it: ['Nome', 'Cognome', 'E-mail', 'Login', 'E-mail per le notifiche'],
  en: ['First name', 'Last name', 'E-mail', 'Login', 'Notification e-mail'],
};

/** The rows as text to correct, with tabs between the cells and the names of the fields above. */
export function peopleText(people: readonly TypedPerson[], locale: Locale): string {
  const header = HEADERS[locale];
  const rows = people.map((person) => PEOPLE_FIELDS.map((field) => person[field]));
  return [header, ...rows].map((cells) => cells.join('\t')).join('\n');
}
