/** Abbreviations that administrators type. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  m365: 'microsoft 365',
  o365: 'office 365',
  d365: 'dynamics 365',
  w365: 'windows 365',
  pbi: 'power bi',
};

/** Words that say nothing about a product. */
const EMPTY_WORDS = new Set(
  [
    'a ad al alla con da dei del della di e ed i il in la le lo per un una and for of or the to',
    'licenza licenze abbonamento abbonamenti sottoscrizione sottoscrizioni piano',
    'licence licences license licenses subscription subscriptions',
  ].flatMap((words) => words.split(' ')),
);

const WORDS_MAX = 8;

/**
 * Text as search compares it: small letters without accents, letters and digits only, one space between words. The same
 * function makes the text stored with each offer and that of a search.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/**
 * The words of a search, at most eight, none twice: abbreviations spelt out, "office365" taken apart, empty words
 * left out: who looks for "licenze" finds everything. A vendor's id such as "DZH318Z0BQ3Q" stays one word.
 */
export function searchWords(typed: string): string[] {
  const words = searchable(typed)
    .replace(/(?<= |^)(\p{Letter}{3,})(\d{2,4})(?= |$)/gu, '$1 $2')
    .split(' ')
    .flatMap((word) => (ABBREVIATIONS[word] ?? word).split(' '))
    .filter((word) => word !== '');
  const significant = words.filter((word) => !EMPTY_WORDS.has(word));
  return [...new Set(significant)].slice(0, WORDS_MAX);
}
