import { Button } from '#ui/button.tsx';
import { useT } from '#ui/i18n.ts';
import codeButtonsUrl from './code-buttons.js?url&no-inline';

/** Copies a secret that is shown once. `code-buttons.js` gives it its behaviour, also on pages without React. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useT();
  return (
    <>
      <Button data-copies={text} data-done={t('signIn.factor.codesCopied')}>
        {label}
      </Button>
      <script type="module" async src={codeButtonsUrl} />
    </>
  );
}
