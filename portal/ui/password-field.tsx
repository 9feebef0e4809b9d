import { useState } from 'react';
import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import { useT } from './i18n.ts';

/** A password, with a button that shows what was typed. It is never filled in again by the page. */
export function PasswordField(props: FieldProps & { autoComplete: 'current-password' | 'new-password' }) {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <Field field={props}>
      <div className={css.control}>
        <input
          {...fieldAttributes(props)}
          className={css.input}
          type={shown ? 'text' : 'password'}
          autoComplete={props.autoComplete}
          autoCapitalize="none"
          spellCheck={false}
        />
        <button
          type="button"
          className={css.inside}
          aria-controls={fieldAttributes(props).id}
          aria-label={shown ? t('ui.password.hideSpoken') : t('ui.password.showSpoken')}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('ui.password.hide') : t('ui.password.show')}
        </button>
      </div>
    </Field>
  );
}
