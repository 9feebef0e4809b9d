import { Fragment, type ReactNode } from 'react';
import css from './facts.module.css';

/** Facts about one thing: term and value, in rows. */
export function Facts({ facts }: { facts: readonly Readonly<{ term: string; value: ReactNode }>[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(({ term, value }) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
