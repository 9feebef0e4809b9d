import { createHash } from 'node:crypto';
import type { Caller } from '#platform/caller.server.ts';
import { isProvider } from '#platform/permissions.ts';
import { createTranslator, type Locale, type Messages, type Translator } from '../ui/i18n.ts';
import { en } from './messages-en.ts';
import { it } from './messages-it.ts';
import type { PageMessages } from './page-messages.ts';

const ALL = { it, en } satisfies Record<Locale, Messages>;

/** Changes with any text, so that a browser may keep what it has loaded for as long as it likes. */
export const MESSAGES_VERSION = createHash('sha256').update(JSON.stringify(ALL)).digest('base64url').slice(0, 12);

/** Texts are sent to customers' people (and visitors) or to the provider's staff. */
export type Audience = 'customer' | 'provider';

export function audienceOf({ signedIn }: Pick<Caller, 'signedIn'>): Audience {
  return isProvider(signedIn?.roles ?? []) ? 'provider' : 'customer';
}

/** Texts that only the server needs: it writes the mails, the sentences of refusals and those of audit records. */
const ON_SERVER_ONLY = /^refusal\.|^\w+\.\w+Mail\.|^audit\.event\./;
/** Texts for the provider's staff: some part of their key is `provider`. */
const FOR_PROVIDER = /(?:^|\.)provider(?:\.|$)/;

/** The texts of some modules for the pages of one audience. */
export function messagesOf(locale: Locale, modules: readonly string[], audience: Audience): Messages {
  return Object.fromEntries(
    Object.entries(ALL[locale]).filter(
      ([key]) =>
        modules.includes(key.slice(0, key.indexOf('.'))) &&
        !ON_SERVER_ONLY.test(key) &&
        (audience === 'provider' || !FOR_PROVIDER.test(key)),
    ),
  );
}

const translators = new Map<string, { translator: Translator; json: string }>();

/**
 * The translator for rendering a page, and its texts as the document carries them to the browser. The server renders
 * with the same texts as the browser, so that a text that is not sent is missed by both.
 */
export function pageTranslator(locale: Locale, modules: readonly string[], audience: Audience) {
  const key = [locale, audience, ...modules].join(' ');
  const known = translators.get(key);
  if (known !== undefined) return known;
  const messages = messagesOf(locale, modules, audience);
  const sent: PageMessages = { version: MESSAGES_VERSION, audience, modules, messages };
  // A "<" in a text must not end the script element that carries the texts.
  const json = JSON.stringify(sent).replaceAll('<', '\\u003c');
  const made = { translator: createTranslator(locale, messages), json };
  translators.set(key, made);
  return made;
}
