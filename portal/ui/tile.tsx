import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon, type IconName } from './icon.tsx';
import css from './tile.module.css';

type TileProps = {
  title: string;
  /** The page that the whole tile leads to. */
  to: string;
  icon?: IconName;
  /** The one number of the tile, large. */
  value?: ReactNode;
  /** A line or two below. */
  children?: ReactNode;
  /** A state under the title. */
  status?: ReactNode;
  /** Level of the title's heading: 2 directly below a page's title, 3 (default) inside a section. */
  level?: 2 | 3;
};

/** A square of the dashboard: a service bought, or a number with its page. Its link is named by the title. */
export function Tile({ title, to, icon, value, children, status, level = 3 }: TileProps) {
  const Heading = `h${level}` as const;
  return (
    <article className={css.tile}>
      <div className={css.heading}>
        {icon === undefined ? null : (
          <span className={css.icon}>
            <Icon name={icon} />
          </span>
        )}
        <Heading>
          <Link to={to}>{title}</Link>
        </Heading>
      </div>
      {status === undefined ? null : <div>{status}</div>}
      {value === undefined ? null : <div className={css.value}>{value}</div>}
      {children === undefined ? null : <div className={css.words}>{children}</div>}
    </article>
  );
}
