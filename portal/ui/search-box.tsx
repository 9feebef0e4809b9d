import { Form } from 'react-router';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import css from './search-box.module.css';

type SearchBoxProps = {
  /** The name of the field for assistive technology, and its placeholder. */
  label: string;
  /** The search parameter. */
  name?: string;
  defaultValue?: string;
  /** The path that the search is sent to; by default the present page. */
  action?: string;
  /** Search parameters that stay as they are, such as filters. */
  kept?: readonly (readonly [name: string, value: string])[];
  size?: 'small' | 'hero';
};

/** A search that is an address: it can be sent to a colleague, and it works without a script. */
export function SearchBox({ label, name = 'q', defaultValue = '', action, kept = [], size = 'small' }: SearchBoxProps) {
  const t = useT();
  return (
    <Form
      method="get"
      role="search"
      aria-label={label}
      className={css.form}
      data-size={size}
      {...(action === undefined ? {} : { action })}
    >
      {kept.map(([keptName, value]) => (
        <input key={`${keptName}=${value}`} type="hidden" name={keptName} value={value} />
      ))}
      <span className={css.icon}>
        <Icon name="search" size={size === 'hero' ? 22 : 18} />
      </span>
      <input
        key={defaultValue}
        type="search"
        name={name}
        aria-label={label}
        placeholder={label}
        defaultValue={defaultValue}
        className={css.input}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className={css.button}>
        {t('ui.search.button')}
      </button>
    </Form>
  );
}
