import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes, fieldId } from './field.tsx';
import { useT } from './i18n.ts';

/**
 * A password, with a button that shows it while it is typed; `plain-page.js` gives the button its behaviour. It is
 * never filled in again by the page.
 */
export function PasswordField(props: FieldProps & { autoComplete: 'current-password' | 'new-password' }) {
  const t = useT();
  const id = fieldId(props.name);
  return (
    <Field field={props}>
      <div className={css.control}>
        <input
          {...fieldAttributes(props)}
          className={css.input}
          type="password"
          autoComplete={props.autoComplete}
          autoCapitalize="none"
          spellCheck={false}
        />
        <button
          type="button"
          className={css.inside}
          aria-controls={id}
          aria-label={t('ui.password.showLabel')}
          data-reveals={id}
          data-show={t('ui.password.show')}
          data-hide={t('ui.password.hide')}
          data-show-label={t('ui.password.showLabel')}
          data-hide-label={t('ui.password.hideLabel')}
        >
          {t('ui.password.show')}
        </button>
      </div>
    </Field>
  );
}
