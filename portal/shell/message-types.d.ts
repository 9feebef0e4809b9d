import type { it } from './messages-it.ts';

type Texts = typeof it;

/**
 * Makes every key given to `t` one of the composed Italian messages. Declared in the shell because `ui` knows no
 * module.
 */
declare module '../ui/i18n.ts' {
  interface MessageTexts extends Texts {}
}
