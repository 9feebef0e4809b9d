import { useEffect, useRef } from 'react';
import { fieldId } from './field.tsx';
import css from './form-errors.module.css';
import { useT } from './i18n.ts';

/** One thing to mend. Without a `name` it belongs to the whole form. */
export type FormError = Readonly<{ name?: string; message: string }>;

/**
 * The summary above a form that was refused: takes the focus whenever a new answer comes, and leads to each field. The
 * same messages stand beside the fields. Shows nothing without errors.
 */
export function FormErrors({ errors }: { errors: readonly FormError[] }) {
  const t = useT();
  const summary = useRef<HTMLDivElement>(null);

  // The focus is outside React: an effect is the only way to move it after the answer is shown.
  useEffect(() => {
    if (errors.length > 0) summary.current?.focus();
  }, [errors]);

  if (errors.length === 0) return null;
  return (
    <div ref={summary} className={css.summary} role="alert" tabIndex={-1}>
      <p className={css.title}>{t('ui.formErrors.title', { count: errors.length })}</p>
      <ul>
        {errors.map(({ name, message }) => (
          <li key={`${name} ${message}`}>
            {name === undefined ? (
              message
            ) : (
              <a
                href={`#${fieldId(name)}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId(name))?.focus();
                }}
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
