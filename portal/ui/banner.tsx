import type { ReactNode } from 'react';
import css from './banner.module.css';
import { Icon, type IconName } from './icon.tsx';

/** A strip over the whole page for what is true everywhere: the demo's clock is not real, an administrator acts as someone else. */
export function Banner({ label, icon = 'clock', children }: { label: string; icon?: IconName; children: ReactNode }) {
  return (
    <section className={css.banner} aria-label={label}>
      <Icon name={icon} size={18} />
      <div className={css.words}>{children}</div>
    </section>
  );
}
