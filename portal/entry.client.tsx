import '#ui/plain-page.js';
import { startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { HydratedRouter } from 'react-router/dom';
import { MESSAGES_ELEMENT_ID, MessagesJsonContext, readPageMessages } from './shell/page-messages.ts';
import { TranslatorContext } from './ui/i18n.ts';

const json = document.getElementById(MESSAGES_ELEMENT_ID)?.textContent ?? '{}';
const translator = readPageMessages(document.documentElement.lang === 'en' ? 'en' : 'it', json);

startTransition(() => {
  hydrateRoot(
    document,
    <MessagesJsonContext value={json}>
      <TranslatorContext value={translator}>
        <HydratedRouter />
      </TranslatorContext>
    </MessagesJsonContext>,
  );
});
