import { type KeyboardEvent, useRef } from 'react';
import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';

type NumberFieldProps = FieldProps & {
  /** Kept as text, so that what was typed comes back unchanged after a refusal. */
  defaultValue?: string | number | undefined;
  /** Bounds of the two buttons and the arrow keys; what is typed is judged by the server. */
  min?: number;
  max?: number;
  onValue?: (value: string) => void;
};

/** A whole number: typed, or moved by one with the buttons and the arrow keys. */
export function NumberField(props: NumberFieldProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = props;

  function move(by: 1 | -1) {
    if (input.current === null) return;
    const typed = Number(input.current.value);
    const from = Number.isInteger(typed) ? typed : min;
    const moved = String(Math.min(max, Math.max(min, from + by)));
    input.current.value = moved;
    props.onValue?.(moved);
  }

  function moveByKey(event: KeyboardEvent) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? 1 : -1);
  }

  return (
    <Field field={props}>
      <div className={`${css.control} ${css.number}`}>
        <button
          type="button"
          className={css.inside}
          aria-label={t('ui.number.less', { label: props.label })}
          onClick={() => move(-1)}
        >
          <Icon name="remove" size={16} />
        </button>
        <input
          {...fieldAttributes(props)}
          ref={input}
          className={css.input}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={props.defaultValue}
          onKeyDown={moveByKey}
          onChange={(event) => props.onValue?.(event.currentTarget.value)}
        />
        <button
          type="button"
          className={css.inside}
          aria-label={t('ui.number.more', { label: props.label })}
          onClick={() => move(1)}
        >
          <Icon name="add" size={16} />
        </button>
      </div>
    </Field>
  );
}
