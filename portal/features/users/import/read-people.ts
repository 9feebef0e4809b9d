import type { SheetRow } from '#platform/csv-rows.ts';
import { Refusal } from '#platform/refusal.ts';
import {
  COLUMNS_WITHOUT_HEADER,
  columnsOf,
  PEOPLE_MAX,
  type PeopleColumn,
  type PeopleField,
} from './people-columns.ts';

/** A person as typed, pasted or read from a file; an absent value is an empty text. */
export type TypedPerson = Readonly<Record<PeopleField, string>>;

/**
 * Reads people from rows that were typed, pasted from a spreadsheet, or stand in a file. A header decides about the
 * columns; without one they are name, surname, e-mail and e-mail for notifications. The first line of Entra's template
 * (`version:v1.0`) and its example are no people.
 *
 * @throws Refusal `users.noRows`, `users.tooManyRows`
 */
export async function readPeople(sheet: AsyncIterable<SheetRow[]>): Promise<TypedPerson[]> {
  const people: TypedPerson[] = [];
  let columns: ReadonlyMap<number, PeopleColumn> | undefined;
  for await (const rows of sheet) {
    for (const row of rows) {
      const cells = 'cells' in row ? row.cells : row.brokenText.split(/[,;\t]/);
      if (isVersionLine(cells)) continue;
      if (columns === undefined) {
        columns = columnsOf(cells);
        if (columns !== undefined) continue;
        columns = COLUMNS_WITHOUT_HEADER;
      }
      const person = personOf(cells, columns);
      if (person === undefined) continue;
      people.push(person);
      if (people.length > PEOPLE_MAX) throw new Refusal('users.tooManyRows', { maximum: PEOPLE_MAX });
    }
  }
  if (people.length === 0) throw new Refusal('users.noRows');
  return people;
}

/** The first line of Entra's template, before its header. */
function isVersionLine([first = '']: readonly string[]): boolean {
  return /^version:v[\d.]+$/i.test(first.trim());
}

/** Undefined for a row that is empty in every column, and for the example of Entra's template. */
function personOf(cells: readonly string[], columns: ReadonlyMap<number, PeopleColumn>): TypedPerson | undefined {
  if (/^example:/i.test(cells[0]?.trim() ?? '')) return undefined;
  const values = new Map<PeopleColumn, string>();
  for (const [position, column] of columns) values.set(column, oneLine(cells[position] ?? ''));
  if ([...values.values()].every((value) => value === '')) return undefined;
  const { firstName, lastName } = namesOf(values);
  return {
    firstName,
    lastName,
    email: values.get('email') ?? '',
    login: values.get('login') ?? '',
    notificationEmail: values.get('notificationEmail') ?? '',
  };
}

/** Both names; where a file has only one column for them, the first word is the name. */
function namesOf(values: ReadonlyMap<PeopleColumn, string>): { firstName: string; lastName: string } {
  const firstName = values.get('firstName') ?? '';
  const lastName = values.get('lastName') ?? '';
  if (firstName !== '' || lastName !== '') return { firstName, lastName };
  const [first = '', ...rest] = (values.get('displayName') ?? '').split(' ');
  return { firstName: first, lastName: rest.join(' ') };
}

/** A cell may have line breaks; names have none. */
function oneLine(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}
