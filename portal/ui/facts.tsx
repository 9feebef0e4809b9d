import { Fragment, type ReactNode } from 'react';
import css from './facts.module.css';

type FactsProps = {
  facts: readonly Readonly<{ term: string; value: ReactNode }>[];
  /** The values are amounts, one below the other. */
  areAmounts?: boolean;
};

/** Facts about one thing: term and value, in rows. */
export function Facts({ facts, areAmounts = false }: FactsProps) {
  return (
    <dl className={css.facts} data-amounts={areAmounts}>
      {facts.map(({ term, value }) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
