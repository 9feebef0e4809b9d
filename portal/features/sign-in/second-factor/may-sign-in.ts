import type { PersonRow } from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { answerBefore } from '../session/sign-in-person.ts';

/** The person of a sign-in without a password or after it. */
export type Entrant = Readonly<{ person: PersonRow; accountStatus: 'active' | 'closed' }>;

/** The reason why a person may not sign in now, whatever they show; undefined for one who may. */
export async function reasonAgainst(
  context: OperationContext,
  { person, accountStatus }: Entrant,
  connection: Connection,
) {
  const answer = await answerBefore(context, { person, accountClosed: accountStatus === 'closed' }, connection);
  return answer === 'askPassword' ? undefined : answer;
}
