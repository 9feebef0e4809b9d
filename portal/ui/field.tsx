import type { ReactNode } from 'react';
import css from './field.module.css';
import { useT } from './i18n.ts';

/** Props of every field. `name` is the name in the posted form, by which `FormErrors` leads to the field. */
export type FieldProps = {
  name: string;
  label: string;
  /** A sentence under the label that explains the value or where to find it. */
  description?: ReactNode;
  /** The error of the value that was sent, and how to correct it. */
  error?: string | undefined;
  /** Fields are required unless they say that they are not. */
  optional?: boolean;
};

/** The id of a field's control; the error summary links to it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** The attributes that tie a control to its label, description and error. */
export function fieldAttributes({ name, description, error }: FieldProps) {
  const id = fieldId(name);
  const describedBy = [
    description === undefined ? undefined : `${id}-description`,
    error === undefined ? undefined : `${id}-error`,
  ].filter((part) => part !== undefined);
  return {
    id,
    name,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
  };
}

/** Label, description and error around one control, always in the same order. */
export function Field({ field, children }: { field: FieldProps; children: ReactNode }) {
  const t = useT();
  const id = fieldId(field.name);
  return (
    <div className={css.field} data-invalid={field.error !== undefined}>
      <label className={css.label} htmlFor={id}>
        {field.label}
        {field.optional ? <span className={css.optional}> {t('ui.field.optional')}</span> : null}
      </label>
      {field.description === undefined ? null : (
        <div id={`${id}-description`} className={css.description}>
          {field.description}
        </div>
      )}
      {children}
      <FieldError field={field} />
    </div>
  );
}

export function FieldError({ field }: { field: Pick<FieldProps, 'name' | 'error'> }) {
  if (field.error === undefined) return null;
  return (
    <p id={`${fieldId(field.name)}-error`} className={css.error}>
      {field.error}
    </p>
  );
}
