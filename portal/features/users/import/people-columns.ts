/** The fields of a person that a file can give. */
export const PEOPLE_FIELDS = ['firstName', 'lastName', 'email', 'login', 'notificationEmail'] as const;
/** People who can be added at once. */
export const PEOPLE_MAX = 1000;
/** The field in which the rows travel from one step of the page to the next. */
export const PEOPLE_JSON_FIELD = 'people';
export type PeopleField = (typeof PEOPLE_FIELDS)[number];
/** `displayName` stands for both names where a file has them in one column. */
export type PeopleColumn = PeopleField | 'displayName';

/**
 * Names of columns, without case, accents and signs. Italian and English, and those of Microsoft's templates.
 *
 * @source Microsoft 365 admin center, "Add multiple users" (`Username,First name,Last name,Display name,…`); Microsoft
 *   Entra, "Bulk create" (`Name [displayName] Required,User name [userPrincipalName] Required,…`)
 */
const COLUMN_BY_NAME: Readonly<Record<string, PeopleColumn>> = {
  nome: 'firstName',
  'first name': 'firstName',
  givenname: 'firstName',
  cognome: 'lastName',
  'last name': 'lastName',
  surname: 'lastName',
  'nome e cognome': 'displayName',
  'nome completo': 'displayName',
  'nome visualizzato': 'displayName',
  'display name': 'displayName',
  displayname: 'displayName',
  name: 'displayName',
  email: 'email',
  'e mail': 'email',
  'posta elettronica': 'email',
  'indirizzo e mail': 'email',
  'indirizzo email': 'email',
  'email address': 'email',
  username: 'email',
  'user name': 'email',
  'nome utente': 'email',
  userprincipalname: 'email',
  login: 'login',
  'login name': 'login',
  'nome di accesso': 'login',
  'e mail per le notifiche': 'notificationEmail',
  'email per le notifiche': 'notificationEmail',
  'notification email': 'notificationEmail',
  'notification e mail': 'notificationEmail',
  'e mail for notifications': 'notificationEmail',
  'alternate email address': 'notificationEmail',
  'indirizzo e mail alternativo': 'notificationEmail',
  'indirizzo di posta elettronica alternativo': 'notificationEmail',
};

/** The columns of a header, by position; undefined for a row that names none of them. */
export function columnsOf(cells: readonly string[]): ReadonlyMap<number, PeopleColumn> | undefined {
  const columns = new Map<number, PeopleColumn>();
  cells.forEach((cell, position) => {
    // Entra names the attribute in brackets.
    const attribute = /\[(\w+)\]/.exec(cell)?.[1];
    const column = COLUMN_BY_NAME[nameOf(attribute ?? cell)];
    if (column !== undefined && ![...columns.values()].includes(column)) columns.set(position, column);
  });
  return columns.size >= 2 || (columns.size === 1 && cells.length === 1) ? columns : undefined;
}

/** Columns of rows without a header: as the form for one person has them. */
export const COLUMNS_WITHOUT_HEADER: ReadonlyMap<number, PeopleColumn> = new Map([
  [0, 'firstName'],
  [1, 'lastName'],
  [2, 'email'],
  [3, 'notificationEmail'],
]);

function nameOf(cell: string): string {
  return cell
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
