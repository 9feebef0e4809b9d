import type { PersonRow } from '#features/users/users.ts';
import { answerBeforePassword } from '../rules.ts';

/** The person of a sign-in without a password or after it. */
export type Entrant = Readonly<{ person: PersonRow; accountStatus: 'active' | 'closed' }>;

/** The reason why a person may not sign in now, whatever they show; undefined for one who may. Machine time. */
export function reasonAgainst({ person, accountStatus }: Entrant, now: Temporal.Instant) {
  const { disabledAt, removedAt, lockedUntil } = person;
  const disabled = disabledAt !== null || removedAt !== null || accountStatus === 'closed';
  const answer = answerBeforePassword({ disabled, hasPassword: true, lockedUntil }, now);
  return answer === 'askPassword' ? undefined : answer;
}
