import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fieldId } from './field.tsx';
import css from './form-errors.module.css';
import { useT } from './i18n.ts';

/** One thing to mend. Without a `name` it belongs to the whole form. */
export type FormError = Readonly<{ name?: string; message: string }>;

/**
 * The summary above a form that was refused: takes the focus whenever a new answer comes, and names and leads to each field.
 * The same messages stand beside the fields. Shows nothing without errors.
 */
export function FormErrors({ errors }: { errors: readonly FormError[] }) {
  const t = useT();
  const summary = useRef<HTMLDivElement>(null);
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());

  // Fields say their label where they stand. It is read before the answer is painted, so that nothing moves.
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
 * The label of a field, or the question of a group; without the "(optional)" behind it. Empty where there is none, and for
 * a box to tick, whose label is a whole sentence.
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
