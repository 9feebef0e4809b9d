import { type ReactNode, useId } from 'react';
import css from './section.module.css';

type SectionProps = {
  title: string;
  /** A sentence under the title. */
  intro?: ReactNode;
  /** Buttons or a link beside the title. */
  actions?: ReactNode;
  /** `plain` has no frame of its own: for tables and grids of tiles, which have theirs. */
  frame?: 'card' | 'plain';
  children: ReactNode;
};

/** A part of a page under its own heading, which is also the name of its landmark. */
export function Section({ title, intro, actions, frame = 'card', children }: SectionProps) {
  const titleId = useId();
  return (
    <section className={css.section} data-frame={frame} aria-labelledby={titleId}>
      <div className={css.heading}>
        <div>
          <h2 id={titleId}>{title}</h2>
          {intro === undefined ? null : <p className={css.intro}>{intro}</p>}
        </div>
        {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
