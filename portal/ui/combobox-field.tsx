import { Combobox } from '@base-ui/react/combobox';
import css from './combobox-field.module.css';
import fieldCss from './field.module.css';
import { Field, type FieldProps, fieldAttributes } from './field.tsx';
import { LOCALE_TAGS, useLocale, useT } from './i18n.ts';
import { Icon } from './icon.tsx';

type Option = Readonly<{ value: string; label: string }>;

type ComboboxFieldProps = FieldProps & {
  options: readonly Option[];
  placeholder?: string;
  /** The value that was chosen before. */
  defaultValue?: string | undefined;
};

/** Options that are listed at once; typing a part of the label finds the others. */
const SHOWN_MAX = 100;

/** One of many, found by typing a part of its name. For few options a `SelectField` is enough. */
export function ComboboxField(props: ComboboxFieldProps) {
  const t = useT();
  const locale = useLocale();
  const { options, placeholder } = props;
  const { id, name, ...input } = fieldAttributes(props);
  const chosen = options.find(({ value }) => value === props.defaultValue) ?? null;
  return (
    <Field field={props}>
      <Combobox.Root
        id={id}
        name={name}
        items={options}
        defaultValue={chosen}
        limit={SHOWN_MAX}
        locale={LOCALE_TAGS[locale]}
        autoHighlight
      >
        <Combobox.InputGroup className={fieldCss.control}>
          <Combobox.Input {...input} className={fieldCss.input} placeholder={placeholder} autoComplete="off" />
          <Combobox.Trigger className={fieldCss.inside} aria-label={t('ui.combobox.open', { label: props.label })}>
            <Icon name="chevronDown" size={16} />
          </Combobox.Trigger>
        </Combobox.InputGroup>
        <Combobox.Portal>
          <Combobox.Positioner className={css.positioner} sideOffset={4}>
            <Combobox.Popup className={css.popup}>
              <Combobox.Empty>
                <div className={css.empty}>{t('ui.combobox.empty')}</div>
              </Combobox.Empty>
              <Combobox.List className={css.list}>
                {(option: Option) => (
                  <Combobox.Item key={option.value} value={option} className={css.option}>
                    {option.label}
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </Field>
  );
}
