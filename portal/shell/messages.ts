import type { Locale } from '../ui/i18n.ts';
import type { it } from './messages-it.ts';

/** A key of the composed messages, for code that is given a key instead of writing it down. */
export type MessageKey = keyof typeof it;

/** Loads the sentences of one language; a browser downloads no other. */
export async function loadMessages(locale: Locale): Promise<Readonly<Record<MessageKey, string>>> {
  switch (locale) {
    case 'it':
      return (await import('./messages-it.ts')).it;
    case 'en':
      return (await import('./messages-en.ts')).en;
  }
}
