import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import { Icon } from './icon.tsx';

type SelectFieldProps = FieldProps & {
  options: readonly Readonly<{ value: string; label: string }>[];
  /** Shown while nothing is chosen; sends an empty value. */
  placeholder?: string;
  defaultValue?: string | undefined;
  autoComplete?: string;
  onValue?: (value: string) => void;
};

/** The browser's own list: works with the keyboard, on a phone and without a script. */
export function SelectField(props: SelectFieldProps) {
  return (
    <Field field={props}>
      <div className={css.control}>
        <select
          {...fieldAttributes(props)}
          className={css.input}
          defaultValue={props.defaultValue ?? (props.placeholder === undefined ? undefined : '')}
          autoComplete={props.autoComplete}
          onChange={(event) => props.onValue?.(event.currentTarget.value)}
        >
          {props.placeholder === undefined ? null : <option value="">{props.placeholder}</option>}
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <span className={css.chevron}>
          <Icon name="chevronDown" size={16} />
        </span>
      </div>
    </Field>
  );
}
