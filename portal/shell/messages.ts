import type { Locale, MessageKey } from '../ui/i18n.ts';

/**
 * Loads all texts of one language. For the server: a browser gets those of its pages only, see
 * `page-messages.server.ts`.
 */
export async function loadMessages(locale: Locale): Promise<Readonly<Record<MessageKey, string>>> {
  switch (locale) {
    case 'it':
      return (await import('./messages-it.ts')).it;
    case 'en':
      return (await import('./messages-en.ts')).en;
  }
}
