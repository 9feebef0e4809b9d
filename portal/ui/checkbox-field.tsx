import css from './field.module.css';
import { FieldError, type FieldProps, fieldAttributes } from './field.tsx';

type CheckboxFieldProps = Omit<FieldProps, 'optional'> & {
  defaultChecked?: boolean | undefined;
  /** The value that is posted when it is ticked. */
  value?: string;
  onChecked?: (checked: boolean) => void;
};

export function CheckboxField(props: CheckboxFieldProps) {
  const attributes = fieldAttributes(props);
  return (
    <div className={css.check}>
      <input
        {...attributes}
        type="checkbox"
        value={props.value ?? 'on'}
        defaultChecked={props.defaultChecked}
        onChange={(event) => props.onChecked?.(event.currentTarget.checked)}
      />
      <label htmlFor={attributes.id}>{props.label}</label>
      {props.description === undefined ? null : (
        <div id={`${attributes.id}-description`} className={css.description}>
          {props.description}
        </div>
      )}
      <FieldError field={props} />
    </div>
  );
}
