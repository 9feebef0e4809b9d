import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { MEANING_ICONS, type Meaning } from './meaning.ts';
import css from './notice.module.css';

type NoticeProps = {
  meaning: Exclude<Meaning, 'neutral'>;
  title?: string;
  children?: ReactNode;
  /** A button or link that answers the notice. */
  action?: ReactNode;
  /** True for an event: the message is read aloud when it appears. */
  live?: boolean;
};

/** A message in the page. Attention and danger say what to do. */
export function Notice({ meaning, title, children, action, live = false }: NoticeProps) {
  const liveRole = meaning === 'danger' || meaning === 'attention' ? 'alert' : 'status';
  return (
    <div className={css.notice} data-meaning={meaning} role={live ? liveRole : undefined}>
      <span className={css.icon}>
        <Icon name={MEANING_ICONS[meaning]} />
      </span>
      <div className={css.words}>
        {title === undefined ? null : <p className={css.title}>{title}</p>}
        {children === undefined ? null : <div>{children}</div>}
      </div>
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </div>
  );
}
