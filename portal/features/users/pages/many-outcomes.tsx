import { Link } from 'react-router';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import css from './many-users.module.css';

/** What became of one user, or would. */
export type ShownOutcome = Readonly<{
  userId: string;
  name: string;
  outcome: 'done' | 'unchanged' | 'refused';
  /** Why it is not possible. */
  reason: string | null;
}>;

/** Some users by name, with the reason where there is one; nothing where there are none. */
export function OutcomeSection({ title, people }: { title: string; people: readonly ShownOutcome[] }) {
  if (people.length === 0) return null;
  const hasReasons = people.some(({ reason }) => reason !== null);
  return (
    <Section title={title}>
      <ul className={hasReasons ? css.people : css.columns}>
        {people.map(({ userId, name, reason }) => (
          <li key={userId}>
            <Link to={paths.user(userId)}>{name}</Link>
            {reason === null ? null : <span className={css.reason}>{reason}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function peopleWith(outcome: ShownOutcome['outcome'], people: readonly ShownOutcome[]): ShownOutcome[] {
  return people.filter((one) => one.outcome === outcome);
}
