import type { MouseEvent } from 'react';
import { useNavigation } from 'react-router';
import css from './button.module.css';
import type { ButtonLook } from './button.tsx';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';

type SubmitButtonProps = ButtonLook & {
  /** With `value`: the field that tells the action which button was pressed. Only that button turns busy. */
  name?: string;
  value?: string;
  /** The id of the form, for a button that stands outside it. */
  form?: string;
};

/**
 * Sends its form. While the answer is awaited it keeps its width, says that it is busy, and cannot be pressed again.
 */
export function SubmitButton({ appearance = 'primary', caps = false, icon, children, ...rest }: SubmitButtonProps) {
  const t = useT();
  const { state, formData } = useNavigation();
  const sending = state !== 'idle' && formData !== undefined;
  const busy = sending && (rest.name === undefined || formData.get(rest.name) === (rest.value ?? ''));

  function refuseSecondPress(event: MouseEvent) {
    if (sending) event.preventDefault();
  }

  return (
    <button
      type="submit"
      className={css.button}
      data-appearance={appearance}
      data-caps={caps}
      aria-busy={busy}
      onClick={refuseSecondPress}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span>{children}</span>
      {busy ? (
        <span className={css.spinner} role="status">
          <span className="spoken-only">{t('ui.busy')}</span>
        </span>
      ) : null}
    </button>
  );
}
