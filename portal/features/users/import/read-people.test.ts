import { expect, test } from 'vitest';
import { workbookOf } from '#platform/testing/workbook.ts';
import { zipOf } from '#platform/testing/zip.ts';
import { fileText } from './file-text.ts';
import { rowsOfFile, rowsOfText } from './people-rows.ts';
import { readPeople } from './read-people.ts';

const ADA = { firstName: 'Ada', lastName: 'Così', email: 'ada@rossi.it', login: '', notificationEmail: '' };
const refusal = (code: string) => expect.objectContaining({ code });

test.each([
  ['semicolons and Italian titles', 'Nome;Cognome;E-mail\nAda;Così;ada@rossi.it'],
  ['commas, other order and case', 'EMAIL,cognome,NOME\r\nada@rossi.it,Così,Ada\r\n'],
  ['tabs, as pasted from a spreadsheet', 'Nome\tCognome\tIndirizzo e-mail\nAda\tCosì\tada@rossi.it'],
  ['no titles', 'Ada;Così;ada@rossi.it'],
  ['quotes and a line break in a cell', 'Nome;Cognome;E-mail\n"Ada";"Così\n";"ada@rossi.it"'],
  ['both names in one column', 'Nome e cognome;E-mail\nAda Così;ada@rossi.it'],
  ['empty rows between', 'Nome;Cognome;E-mail\n\n;;\nAda;Così;ada@rossi.it\n'],
  [
    'the template of the Microsoft 365 admin center',
    'Username,First name,Last name,Display name,Job title,Department\nada@rossi.it,Ada,Così,Ada Così,IT,Milano',
  ],
  [
    'the template of Microsoft Entra',
    'version:v1.0,,,\n' +
      'Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,' +
      'Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname]\n' +
      'Example: Chris Green,chris@contoso.com,myPassword1234,No,,\n' +
      'Ada Così,ada@rossi.it,una-password,No,Ada,Così',
  ],
])('S16 people are read from rows with %s', async (_, text) => {
  expect(await readPeople(rowsOfText(text))).toEqual([ADA]);
});

test('S16 logins and e-mails for notifications are read where there are columns for them', async () => {
  const text = 'Nome;Cognome;E-mail;Login;E-mail per le notifiche\nAda;Così;ada@rossi.it;ada.c;avvisi@rossi.it';
  expect(await readPeople(rowsOfText(text))).toEqual([
    { ...ADA, login: 'ada.c', notificationEmail: 'avvisi@rossi.it' },
  ]);
});

test('S16 people are read from a workbook of Excel, and from Entra’s template saved as one', async () => {
  const book = workbookOf([
    ['Nome', 'Cognome', 'E-mail'],
    ['Ada', 'Così', 'ada@rossi.it'],
  ]);
  expect(await readPeople(rowsOfFile(new Blob([book])))).toEqual([ADA]);
  const template = workbookOf([
    ['version:v1.0', '', ''],
    ['User name [userPrincipalName] Required', 'First name [givenName]', 'Last name [surname]'],
    ['Example: chris@contoso.com', 'Chris', 'Green'],
    ['ada@rossi.it', 'Ada', 'Così'],
  ]);
  expect(await readPeople(rowsOfFile(new Blob([template])))).toEqual([ADA]);
});

test('a zip that is no workbook, and one that unpacks to too much, are refused; an empty sheet has nobody', async () => {
  const peopleOf = (bytes: Uint8Array<ArrayBuffer>) => readPeople(rowsOfFile(new Blob([bytes])));
  await expect(peopleOf(zipOf({ 'photo.txt': 'x' }))).rejects.toEqual(refusal('users.fileUnreadable'));
  await expect(peopleOf(Uint8Array.from([0x50, 0x4b, 3, 4]))).rejects.toEqual(refusal('users.fileUnreadable'));
  const bomb = zipOf({ '[Content_Types].xml': '<Types/>' }, { claimedSize: 2 ** 26 });
  await expect(peopleOf(bomb)).rejects.toEqual(refusal('users.fileTooLarge'));
  await expect(peopleOf(workbookOf([]))).rejects.toEqual(refusal('users.noRows'));
});

test('rows without people, and more than a thousand, are refused', async () => {
  await expect(readPeople(rowsOfText(''))).rejects.toEqual(refusal('users.noRows'));
  await expect(readPeople(rowsOfText('Nome;Cognome;E-mail\n;;'))).rejects.toEqual(refusal('users.noRows'));
  const rows = Array.from({ length: 1001 }, (_, number) => `Ada;Così;ada${number}@rossi.it`);
  expect(await readPeople(rowsOfText(rows.slice(1).join('\n')))).toHaveLength(1000);
  await expect(readPeople(rowsOfText(rows.join('\n')))).rejects.toEqual(refusal('users.tooManyRows'));
});

const TEXT = 'Nome;Cognome\nÉric;D’Angelò';
const utf16 = (littleEndian: boolean, text: string) => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return bytes;
};
/** `Nome;Cognome`, a line feed, `Éric;D’Angelò` in Windows-1252. */
const WINDOWS_1252 = Uint8Array.from([
  ...[...'Nome;Cognome\n'].map((letter) => letter.charCodeAt(0)),
  ...[0xc9, 0x72, 0x69, 0x63, 0x3b, 0x44, 0x92, 0x41, 0x6e, 0x67, 0x65, 0x6c, 0xf2],
]);

test.each([
  ['UTF-8', new TextEncoder().encode(TEXT)],
  ['UTF-8 with a byte-order mark', new TextEncoder().encode(`\uFEFF${TEXT}`)],
  ['UTF-16 with a byte-order mark', utf16(true, `\uFEFF${TEXT}`)],
  ['UTF-16, the high byte first', utf16(false, `\uFEFF${TEXT}`)],
  ['UTF-16 without a mark', utf16(true, TEXT)],
  ['Windows-1252', WINDOWS_1252],
])('S16 names with accents survive %s', (_, bytes) => {
  expect(fileText(bytes).replace('\uFEFF', '')).toBe(TEXT);
});
