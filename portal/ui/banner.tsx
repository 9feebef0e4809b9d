import type { ReactNode } from 'react';
import css from './banner.module.css';
import { Icon, type IconName } from './icon.tsx';

/**
 * A strip above the whole page, for facts of every page: the demo's clock, an administrator who acts as another person.
 */
export function Banner({ label, icon = 'clock', children }: { label: string; icon?: IconName; children: ReactNode }) {
  return (
    <section className={css.banner} aria-label={label}>
      <Icon name={icon} size={18} />
      <div className={css.text}>{children}</div>
    </section>
  );
}
