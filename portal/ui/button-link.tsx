import { Link, type LinkProps } from 'react-router';
import css from './button.module.css';
import type { ButtonLook } from './button.tsx';
import { Icon } from './icon.tsx';

/** A link that is the next step of the page and looks like a button. */
export function ButtonLink({
  appearance = 'secondary',
  caps = false,
  icon,
  children,
  ...rest
}: ButtonLook & Omit<LinkProps, 'children'>) {
  return (
    <Link className={css.button} data-appearance={appearance} data-caps={caps} {...rest}>
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span>{children}</span>
    </Link>
  );
}
