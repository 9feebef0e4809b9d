import type { ReactNode } from 'react';
import { FieldError, type FieldProps, fieldId } from './field.tsx';
import css from './radio-cards.module.css';

/** One choice. Its name for assistive technology is the title; all the rest describes it. */
export type RadioCard = Readonly<{
  value: string;
  title: string;
  description?: ReactNode;
  /** A word beside the title, such as "più conveniente". */
  mark?: ReactNode;
  /** Facts to compare at a glance; every card has the same terms. */
  facts?: readonly Readonly<{ term: string; value: ReactNode }>[];
  /** The reason why it cannot be chosen now. The card stays visible. */
  unavailable?: string;
}>;

type RadioCardsProps = Omit<FieldProps, 'optional'> & {
  cards: readonly RadioCard[];
  defaultValue?: string | undefined;
  /** `column` for choices with sentences, `row` for plans that are compared side by side where there is space. */
  layout?: 'column' | 'row';
  onValue?: (value: string) => void;
};

/** One of a few choices that need more than a word each. `label` is the question. */
export function RadioCards(props: RadioCardsProps) {
  const { name, label, description, error, cards, defaultValue, layout = 'column' } = props;
  const groupId = fieldId(name);
  const describedBy = [
    description === undefined ? undefined : `${groupId}-description`,
    error === undefined ? undefined : `${groupId}-error`,
  ].filter((part) => part !== undefined);
  return (
    <fieldset
      className={css.group}
      aria-describedby={describedBy.length === 0 ? undefined : describedBy.join(' ')}
      data-invalid={error !== undefined}
    >
      <legend className={css.legend}>{label}</legend>
      {description === undefined ? null : (
        <div id={`${groupId}-description`} className={css.description}>
          {description}
        </div>
      )}
      <div className={css.cards} data-layout={layout}>
        {cards.map((card, position) => {
          // The first card carries the group's id, so that the error summary leads to it.
          const id = position === 0 ? groupId : `${groupId}-${card.value}`;
          return (
            <label key={card.value} className={css.card} data-unavailable={card.unavailable !== undefined}>
              <input
                type="radio"
                id={id}
                name={name}
                value={card.value}
                defaultChecked={card.value === defaultValue}
                disabled={card.unavailable !== undefined}
                aria-labelledby={`${id}-title`}
                aria-describedby={`${id}-rest`}
                onChange={() => props.onValue?.(card.value)}
              />
              <span className={css.words}>
                <span className={css.heading}>
                  <span id={`${id}-title`} className={css.title}>
                    {card.title}
                  </span>
                  {card.mark === undefined ? null : <span className={css.mark}>{card.mark}</span>}
                </span>
                <span id={`${id}-rest`} className={css.rest}>
                  {card.description === undefined ? null : <span>{card.description}</span>}
                  {card.unavailable === undefined ? null : <span>{card.unavailable}</span>}
                  {card.facts === undefined ? null : (
                    <span className={css.facts}>
                      {card.facts.map((fact) => (
                        <span key={fact.term} className={css.fact}>
                          <span>{fact.term}</span> <span className={css.value}>{fact.value}</span>
                        </span>
                      ))}
                    </span>
                  )}
                </span>
              </span>
            </label>
          );
        })}
      </div>
      <FieldError field={props} />
    </fieldset>
  );
}
