import type { ReactNode } from 'react';
import css from './empty-state.module.css';
import { Icon, type IconName } from './icon.tsx';

type EmptyStateProps = {
  icon?: IconName;
  /** Names the things that are missing here. */
  title: string;
  children?: ReactNode;
  /** A link or button that leads to the first one. */
  action?: ReactNode;
};

export function EmptyState({ icon = 'information', title, children, action }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <span className={css.icon}>
        <Icon name={icon} size={28} />
      </span>
      <p className={css.title}>{title}</p>
      {children === undefined ? null : <div className={css.words}>{children}</div>}
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </div>
  );
}
