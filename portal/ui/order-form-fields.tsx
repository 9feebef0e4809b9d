import { Fragment } from 'react';
import { CheckboxField } from './checkbox-field.tsx';
import { useLocale, useT } from './i18n.ts';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';

/** One question of an order form, in both languages. */
export type OrderFormField = Readonly<{
  name: string;
  label: Readonly<{ it: string; en: string }>;
  type: 'text' | 'email' | 'number' | 'choice' | 'declaration';
  isRequired: boolean;
  choices?: readonly string[] | undefined;
}>;

type OrderFormFieldsProps = {
  fields: readonly OrderFormField[];
  /** Goes before each question's name in the posted form. */
  prefix: string;
  defaultOf: (name: string) => string | undefined;
  errorOf: (name: string) => string | undefined;
};

/** The answer to a declaration. */
const AGREED = 'agreed';

/** The questions of a product's order form, beside seats and term. */
export function OrderFormFields({ fields, prefix, defaultOf, errorOf }: OrderFormFieldsProps) {
  const t = useT();
  const locale = useLocale();
  return fields.map(({ name, label, type, isRequired, choices = [] }) => {
    const shared = {
      name: `${prefix}${name}`,
      label: label[locale],
      optional: !isRequired,
      error: errorOf(name),
      defaultValue: defaultOf(name),
    };
    if (type === 'declaration') {
      return (
        <Fragment key={name}>
          {/* An unticked box is an answer too. */}
          <input type="hidden" name={shared.name} value="" />
          <CheckboxField
            name={shared.name}
            label={label[locale]}
            value={AGREED}
            defaultChecked={shared.defaultValue === AGREED}
            error={shared.error}
          />
        </Fragment>
      );
    }
    return type === 'choice' ? (
      <SelectField
        key={name}
        {...shared}
        placeholder={t('ui.orderFormFields.choose')}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
      />
    ) : (
      <TextField key={name} {...shared} type={type === 'email' ? 'email' : 'text'} />
    );
  });
}

/** The answers in a posted form, by the questions' names; undefined without questions. */
export function readAnswers(form: FormData, prefix: string): Record<string, string> | undefined {
  const answers = [...form].flatMap(([name, value]) =>
    name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value.trim()] as const] : [],
  );
  return answers.length === 0 ? undefined : Object.fromEntries(answers);
}
