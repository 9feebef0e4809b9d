import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { createTranslator, LOCALE_TAGS, LOCALES, type Locale } from '../ui/i18n.ts';
import { compileMessage } from '../ui/message-format.ts';
import { loadMessages } from './messages.ts';
import { en } from './messages-en.ts';
import { it } from './messages-it.ts';

const portal = join(import.meta.dirname, '..');
const catalogues = { it, en } satisfies Record<Locale, Record<string, string>>;

test('every message file of a module is composed, and no key is declared twice', () => {
  for (const locale of LOCALES) {
    const declared = messageFiles(locale).flatMap((file) => keysWrittenIn(file).map((key) => ({ key, file })));
    const seen = new Map<string, string>();
    for (const { key, file } of declared) {
      expect(seen.get(key), `"${key}" stands in two places: the second is ${file}`).toBeUndefined();
      seen.set(key, file);
    }
    expect([...seen.keys()].sort(), `messages-${locale}.ts composes every module`).toEqual(
      Object.keys(catalogues[locale]).sort(),
    );
  }
});

test('both languages have the same keys', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(it).sort());
});

test('every message says something, parses, and takes the same values in both languages', () => {
  for (const key of Object.keys(it) as (keyof typeof it)[]) {
    const italian = argumentsOf(it[key], 'it', key);
    expect(argumentsOf(en[key], 'en', key), `values of ${key}`).toEqual(italian);
  }
});

test('apostrophes are typographic: a straight one before a value would show it as text', () => {
  for (const locale of LOCALES) {
    for (const [key, text] of Object.entries(catalogues[locale])) expect(text, `${key} (${locale})`).not.toContain("'");
  }
});

test('a translator speaks its language, with plurals', async () => {
  const italian = createTranslator('it', await loadMessages('it'));
  const english = createTranslator('en', await loadMessages('en'));
  expect(italian.t('ui.frame.cart', { count: 0 })).toBe('Carrello, vuoto');
  expect(italian.t('ui.frame.cart', { count: 1 })).toBe('Carrello, 1 prodotto');
  expect(italian.t('ui.frame.cart', { count: 3 })).toBe('Carrello, 3 prodotti');
  expect(english.t('ui.frame.cart', { count: 3 })).toBe('Cart, 3 items');
});

test('a message that cannot be read, or lacks a value, stops with its key', () => {
  const broken = createTranslator('it', { 'ui.money.net': 'Chiudi {', 'ui.frame.cart': 'Carrello, {count}' });
  expect(() => broken.t('ui.money.net')).toThrow('reading message "ui.money.net" (it)');
  expect(() => broken.t('ui.frame.cart')).toThrow('reading message "ui.frame.cart" (it)');
});

test('of a code from elsewhere the text is shown, or that for every other code', () => {
  const italian = createTranslator('it', { 'orders.step.submit': 'Invio', 'orders.step.other': 'Passo {name}' });
  expect(italian.t(['orders.step.submit', 'orders.step.other'], { name: 'submit' })).toBe('Invio');
  expect(italian.t(['orders.step.unheardOf', 'orders.step.other'], { name: 'unheardOf' })).toBe('Passo unheardOf');
});

test('every message is formatted as by the reference implementation', () => {
  for (const locale of LOCALES) {
    for (const [key, text] of Object.entries(catalogues[locale])) {
      const reference = new IntlMessageFormat(text, LOCALE_TAGS[locale]);
      const message = compileMessage(text, LOCALE_TAGS[locale]);
      const elements = reference.getAst();
      for (const choice of choicesOf(elements)) {
        const values = Object.fromEntries(argumentsOf(text, locale, key).map((name) => [name, choice]));
        expect(message(values), `${key} (${locale}) with ${choice}`).toBe(reference.format(values));
      }
    }
  }
});

function messageFiles(locale: Locale): string[] {
  return readdirSync(portal, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === `${locale}.json` && entry.parentPath.endsWith('messages'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Keys as they stand in the file: parsing would hide one that is written twice. */
function keysWrittenIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^\s*"([^"]+)":/gm)].map(([, key = '']) => key);
}

function argumentsOf(text: string, locale: Locale, key: string): string[] {
  expect(text.trim(), `${key} (${locale}) is empty`).not.toBe('');
  const names = new Set<string>();
  collect(new IntlMessageFormat(text, LOCALE_TAGS[locale]).getAst(), names);
  return [...names].sort();
}

/** Values that lead to every option of a message, and some beside them. */
function choicesOf(elements: Elements): (string | number)[] {
  const options = new Set<string>();
  const read = (some: Elements): void => {
    for (const element of some) {
      if (!('options' in element)) continue;
      for (const [option, { value }] of Object.entries(element.options)) {
        options.add(option);
        read(value);
      }
    }
  };
  read(elements);
  const words = [...options].filter((option) => /^[a-z]/i.test(option));
  const numbers = [...options].flatMap((option) => (option.startsWith('=') ? [Number(option.slice(1))] : []));
  return [0, 1, 2, 1234, ...numbers, ...words];
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

function collect(elements: Elements, names: Set<string>): void {
  for (const element of elements) {
    if ('options' in element) for (const option of Object.values(element.options)) collect(option.value, names);
    if ('children' in element) collect(element.children, names);
    // Text (type 0) and "#" (type 7) take no value.
    if (element.type !== 0 && element.type !== 7) names.add(element.value);
  }
}
