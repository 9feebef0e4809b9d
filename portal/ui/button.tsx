import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

/** At most one `primary` on a page; `danger` for deletions; `quiet` inside rows and bars. */
export type ButtonLook = {
  appearance?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** Shows the label in capitals where the guide does; the text stays in natural case. */
  caps?: boolean;
  icon?: IconName;
  children: ReactNode;
};

/** A button that acts on this page. A form is sent by a `SubmitButton`; a `ButtonLink` leads to another page. */
export function Button({
  appearance = 'secondary',
  caps = false,
  icon,
  children,
  ...rest
}: ButtonLook & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" className={css.button} data-appearance={appearance} data-caps={caps} {...rest}>
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  );
}
