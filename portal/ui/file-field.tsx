import { useState } from 'react';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import css from './file-field.module.css';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';

/**
 * A file to be sent, chosen or dropped. The browser's own control speaks the browser's language: it lies unseen over
 * one that speaks the page's.
 */
export function FileField({ accept, ...field }: FieldProps & { accept: string }) {
  const t = useT();
  const [name, setName] = useState<string>();
  return (
    <Field field={field}>
      <div className={css.control}>
        <input
          {...fieldAttributes(field)}
          className={css.input}
          type="file"
          accept={accept}
          onChange={({ currentTarget }) => setName(currentTarget.files?.[0]?.name)}
        />
        <span className={css.button} aria-hidden="true">
          <Icon name="upload" size={16} />
          {t('ui.file.choose')}
        </span>
        <span className={css.name}>{name ?? t('ui.file.none')}</span>
      </div>
    </Field>
  );
}
