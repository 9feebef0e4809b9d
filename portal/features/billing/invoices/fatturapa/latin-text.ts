/** Characters outside Latin-1 that have a usual spelling within. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '™': '(TM)',
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

/**
 * A text as FatturaPA takes it: of Latin-1, without control characters, at most so many characters. A letter with a
 * mark that Latin-1 does not have loses the mark; a character without any spelling becomes a question mark.
 */
export function latinText(text: string, lengthMax: number): string {
  return fitted(text, /[\u0020-\u007e\u00a0-\u00ff]/, lengthMax);
}

/** The same of the letters without marks, for numbers and codes: "Città" becomes "Citta". */
export function basicLatinText(text: string, lengthMax: number): string {
  return fitted(text, /[\u0020-\u007e]/, lengthMax);
}

function fitted(text: string, allowed: RegExp, lengthMax: number): string {
  const spelt = [...text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()].map((character) => spell(character, allowed));
  return spelt.join('').slice(0, lengthMax).trimEnd();
}

function spell(character: string, allowed: RegExp): string {
  if (allowed.test(character)) return character;
  const known = SPELLINGS[character];
  if (known !== undefined) return known;
  const plain = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  if (plain !== '' && [...plain].every((part) => allowed.test(part))) return plain;
  return /\p{C}/u.test(character) ? '' : '?';
}
