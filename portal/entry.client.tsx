import { startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { HydratedRouter } from 'react-router/dom';
import { translatorOf } from './shell/translators.ts';

const translator = await translatorOf(document.documentElement.lang === 'en' ? 'en' : 'it');

startTransition(() => {
  hydrateRoot(
    document,
    <I18nextProvider i18n={translator}>
      <HydratedRouter />
    </I18nextProvider>,
  );
});
