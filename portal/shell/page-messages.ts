import { createContext, useContext } from 'react';
import { createTranslator, type Locale, type Messages, type Translator } from '../ui/i18n.ts';
import { modulesOfPage } from './page-modules.ts';

/*
 * The texts of a page on their way to the browser. The document carries those of its own page (`pageTranslator` on the
 * server); a page that is opened later by a link needs those of more modules, which are fetched beside its data.
 */

/** The texts in a document, and what is needed to fetch more. */
export type PageMessages = Readonly<{
  version: string;
  audience: string;
  /** The modules whose texts are here, sorted. */
  modules: readonly string[];
  messages: Messages;
}>;

/** The id of the script element that carries a document's texts. */
export const MESSAGES_ELEMENT_ID = 'messages';

export const MessagesJsonContext = createContext('{}');

export function useMessagesJson(): string {
  return useContext(MessagesJsonContext);
}

let loaded: { locale: Locale; page: PageMessages; modules: Set<string>; translator: Translator } | undefined;

/** In the browser: makes the translator from the texts in the document. */
export function readPageMessages(locale: Locale, json: string): Translator {
  const page = JSON.parse(json) as PageMessages;
  const translator = createTranslator(locale, page.messages);
  loaded = { locale, page, modules: new Set(page.modules), translator };
  return translator;
}

/** In the browser: fetches the texts of a page that are not there yet. */
export async function loadPageMessages(pathname: string): Promise<void> {
  if (loaded === undefined) return;
  const { locale, page, modules, translator } = loaded;
  const missing = modulesOfPage(pathname).filter((module) => !modules.has(module));
  if (missing.length === 0) return;
  const response = await fetch(`/messages/${locale}/${missing.join('+')}?v=${page.version}-${page.audience}`);
  if (!response.ok) throw new Error(`reading the texts of ${missing.join(', ')}: status ${response.status}`);
  translator.add((await response.json()) as Messages);
  for (const module of missing) modules.add(module);
}
