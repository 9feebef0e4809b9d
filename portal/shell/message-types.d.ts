import 'i18next';
import type { it } from './messages-it.ts';

/** Makes every key given to `t` one of the composed Italian messages. It stands in the shell because `ui` knows no module. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
    resources: { translation: typeof it };
  }
}
