import { useState } from 'react';
import css from './copyable-id.module.css';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';

/** An id that people read to support or paste elsewhere. `label` says of what ("ID ordine Microsoft"). */
export function CopyableId({ value, label }: { value: string; label: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);

  async function copy() {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  }

  return (
    <span className={css.id}>
      <code>{value}</code>
      <button type="button" className={css.copy} aria-label={t('ui.copy.button', { label })} onClick={copy}>
        <Icon name={copied ? 'check' : 'copy'} size={16} />
      </button>
      <span className="spoken-only" role="status">
        {copied ? t('ui.copy.done', { label }) : ''}
      </span>
    </span>
  );
}
