import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from './breadcrumbs.tsx';
import css from './page-header.module.css';
import { PageTitle } from './page-title.tsx';

type PageHeaderProps = {
  /** The page's `h1`. */
  title: string;
  /** A state beside the title. */
  status?: ReactNode;
  /** The one line of key facts. */
  facts?: readonly ReactNode[];
  crumbs?: readonly Crumb[];
  /** The page's one primary action. */
  primary?: ReactNode;
  /** Other actions, in a row. */
  actions?: ReactNode;
};

export function PageHeader({ title, status, facts = [], crumbs, primary, actions }: PageHeaderProps) {
  return (
    <div className={css.header}>
      <PageTitle title={title} />
      {crumbs === undefined ? null : <Breadcrumbs crumbs={crumbs} />}
      <div className={css.row}>
        <div className={css.words}>
          <div className={css.title}>
            <h1>{title}</h1>
            {status}
          </div>
          {facts.length === 0 ? null : (
            <ul className={css.facts}>
              {facts.map((fact, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line of facts is never reordered
                <li key={position}>{fact}</li>
              ))}
            </ul>
          )}
        </div>
        <div className={css.actions}>
          {primary}
          {actions}
        </div>
      </div>
    </div>
  );
}
