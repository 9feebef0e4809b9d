import { Button } from '#ui/button.tsx';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { CopyButton } from './copy-button.tsx';
import css from './second-factor.module.css';

/** Recovery codes, shown this once: to copy, print or download. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useT();
  const text = codes.join('\n');
  return (
    <div className={css.codes}>
      <Notice meaning="attention" title={t('signIn.factor.codesReady')}>
        {t('signIn.factor.codesReadyText')}
      </Notice>
      <ol className={css.codeList} aria-label={t('signIn.factor.codesReady')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={css.buttons}>
        <CopyButton text={text} label={t('signIn.factor.codesCopy')} />
        <Button data-prints>{t('signIn.factor.codesPrint')}</Button>
        <ButtonLink
          to={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download={t('signIn.factor.codesFile')}
          reloadDocument
        >
          {t('signIn.factor.codesDownload')}
        </ButtonLink>
      </div>
    </div>
  );
}
