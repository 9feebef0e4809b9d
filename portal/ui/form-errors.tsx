import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fieldId } from './field.tsx';
import css from './form-errors.module.css';
import { useT } from './i18n.ts';

/** One thing to correct. Without a `name` it belongs to the whole form. */
export type FormError = Readonly<{ name?: string; message: string }>;

/**
 * The summary above a form that was refused. It takes the focus whenever a new answer comes, and leads to each field,
 * beside which the same message is shown. Nothing is shown without errors.
 */
export function FormErrors({ errors }: { errors: readonly FormError[] }) {
  const t = useT();
  const summary = useRef<HTMLDivElement>(null);
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());

  // Labels are read from the fields before the answer is painted, so that nothing moves.
  useLayoutEffect(() => {
    setLabels(new Map(errors.flatMap(({ name }) => (name === undefined ? [] : [[name, labelOf(name)]]))));
  }, [errors]);

  // The focus is outside React: an effect is the only way to move it after the answer is shown.
  useEffect(() => {
    if (errors.length > 0) summary.current?.focus();
  }, [errors]);

  if (errors.length === 0) return null;
  return (
    <div ref={summary} className={css.summary} role="alert" tabIndex={-1} data-form-errors>
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
                {labels.get(name) ? `${labels.get(name)}: ${message}` : message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * The label of a field, or the legend of a group, without its "(optional)". Empty where there is none, and for a
 * checkbox, whose label is a whole sentence.
 */
function labelOf(name: string): string {
  const control = document.getElementById(fieldId(name));
  if (control === null || (control instanceof HTMLInputElement && control.type === 'checkbox')) return '';
  const isChoice = control instanceof HTMLInputElement && control.type === 'radio';
  const label = isChoice
    ? control.closest('fieldset')?.querySelector('legend')
    : document.querySelector(`label[for="${CSS.escape(control.id)}"]`);
  return label?.firstChild?.textContent ?? '';
}
