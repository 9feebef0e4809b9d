import type { ReactNode } from 'react';
import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';

type TextFieldProps = FieldProps & {
  /** The text that was typed before a refusal, or that is being edited. */
  defaultValue?: string | undefined;
  type?: 'text' | 'email' | 'tel' | 'url' | 'date';
  /** The kind of text that a password manager or browser may fill in, such as "username" or "organization". */
  autoComplete?: string;
  placeholder?: string;
  maxLength?: number;
  /** Fixed text after the typed one, such as ".onmicrosoft.com". */
  suffix?: ReactNode;
  /** More than 1 makes it a box for longer text. */
  rowCount?: number;
  spellCheck?: boolean;
  autoCapitalize?: 'none' | 'sentences';
  /** For a page that answers while one types. */
  onValue?: (value: string) => void;
};

export function TextField(props: TextFieldProps) {
  const { defaultValue, type = 'text', autoComplete, placeholder, maxLength, suffix, rowCount = 1 } = props;
  const shared = {
    ...fieldAttributes(props),
    className: css.input,
    defaultValue,
    autoComplete,
    placeholder,
    maxLength,
    spellCheck: props.spellCheck,
    autoCapitalize: props.autoCapitalize,
    onChange: (event: { currentTarget: { value: string } }) => props.onValue?.(event.currentTarget.value),
  };
  return (
    <Field field={props}>
      <div className={css.control}>
        {rowCount > 1 ? <textarea rows={rowCount} {...shared} /> : <input type={type} {...shared} />}
        {suffix === undefined ? null : <span className={css.affix}>{suffix}</span>}
      </div>
    </Field>
  );
}
