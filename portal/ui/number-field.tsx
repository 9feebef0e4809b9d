import { NumberField as Base } from '@base-ui/react/number-field';
import css from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import { LOCALE_TAGS, useLocale, useT } from './i18n.ts';
import { Icon } from './icon.tsx';

type NumberFieldProps = FieldProps & {
  defaultValue?: string | number | undefined;
  /**
   * Bounds of the two buttons and the arrow keys; a typed number is judged by the server, so the form is `noValidate`.
   */
  min?: number;
  max?: number;
  /** Called with the number as text while it changes; empty without a whole number. */
  onValue?: (value: string) => void;
};

/** Shown as it is typed: without separators of thousands, and a part of a licence stays for the server to refuse. */
const AS_TYPED = { useGrouping: false, maximumFractionDigits: 3 } as const;

/**
 * A whole number: typed, or changed by one with the buttons and the arrow keys. The form sends the text that is shown,
 * so that nothing is ordered that the person does not read; `1.000` becomes `1000` while it is typed.
 */
export function NumberField(props: NumberFieldProps) {
  const t = useT();
  const locale = useLocale();
  const { min = 0, max, label } = props;
  const { id, name, ...input } = fieldAttributes(props);
  const shown = numberOf(props.defaultValue);
  return (
    <Field field={props}>
      <Base.Root
        id={id}
        {...(shown === undefined ? {} : { defaultValue: shown })}
        min={min}
        {...(max === undefined ? {} : { max })}
        allowOutOfRange
        format={AS_TYPED}
        locale={LOCALE_TAGS[locale]}
        onValueChange={(value, { reason }) => {
          if (!TYPED.has(reason)) props.onValue?.(value === null ? '' : String(value));
        }}
      >
        <Base.Group className={`${css.control} ${css.number}`}>
          <Base.Decrement className={css.inside} aria-label={t('ui.number.less', { label })}>
            <Icon name="remove" size={16} />
          </Base.Decrement>
          <Base.Input
            {...input}
            name={name}
            className={css.input}
            autoComplete="off"
            onChange={({ currentTarget }) => {
              if (IN_THOUSANDS.test(currentTarget.value))
                currentTarget.value = currentTarget.value.replaceAll(/\D/g, '');
              props.onValue?.(WHOLE.test(currentTarget.value) ? currentTarget.value : '');
            }}
            onBlur={(event) => {
              // The component would show the part of the text that it understands: `1,5` would become 1.
              if (!WHOLE.test(event.currentTarget.value)) event.preventBaseUIHandler();
            }}
          />
          <Base.Increment className={css.inside} aria-label={t('ui.number.more', { label })}>
            <Icon name="add" size={16} />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </Field>
  );
}

/** Reasons of a change for which the input itself answers. */
const TYPED: ReadonlySet<string> = new Set(['input-change', 'input-clear', 'input-blur', 'input-paste']);
const WHOLE = /^\d+$/;
/** Groups of three digits with a point or a comma between them: nobody has a thousandth of a licence. */
const IN_THOUSANDS = /^[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)$/;

/** The number that was shown or typed before; none for an empty or unreadable text. */
function numberOf(value: string | number | undefined): number | undefined {
  const text = String(value ?? '').trim();
  const number = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(number) ? undefined : number;
}
