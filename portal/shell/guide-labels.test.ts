import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from './messages-en.ts';
import { it as italian } from './messages-it.ts';

/*
 * What the guide quotes in bold is a label of the portal: whoever follows it finds each of them. The procedures are
 * followed in a browser by `e2e/guide.spec.ts`.
 */

const GUIDES = { it: italian as Record<string, string>, en: en as Record<string, string> };

/** In bold for another reason than as a label. */
const NO_LABELS: Readonly<Record<keyof typeof GUIDES, readonly string[]>> = {
  it: ['nome di accesso', 'password', 'da decidere', 'barra di ricerca', 'codici di recupero', 'causale'],
  en: ['login name', 'password', 'needs a decision', 'search bar', 'recovery codes', 'payment reason'],
};

const plain = (text: string) => text.replaceAll('’', "'").toLowerCase().trim();

function labelsOf(language: keyof typeof GUIDES): string[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guide', `${language}.md`), 'utf8');
  return [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => plain(label));
}

test.each(['it', 'en'] as const)('A23 each label that the guide quotes is one of the portal: %s', (language) => {
  const texts = Object.values(GUIDES[language]).map(plain);
  const labels = labelsOf(language);
  expect(labels.length).toBeGreaterThan(60);
  const unknown = labels.filter(
    (label) =>
      !NO_LABELS[language].includes(label) &&
      // A label may go on with a name: "Accedi come Bruno Neri".
      !texts.some((text) => text === label || text.startsWith(`${label} {`) || text.replace(/^\d\. /, '') === label),
  );
  expect([...new Set(unknown)]).toEqual([]);
});
