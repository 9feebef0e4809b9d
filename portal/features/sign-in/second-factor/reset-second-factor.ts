import type { PersonRow } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { endSessions } from '../session/sessions.ts';
import { deleteFactors } from './factors.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';

/** Takes every second factor from a person who has lost them; sessions end, and the person gets a mail. */
export async function resetSecondFactor(context: OperationContext, owner: PersonRow): Promise<void> {
  await deleteFactors(context.tx, owner.id);
  await endSessions(context.tx, owner.id);
  await sendFactorMail(context, owner, { kind: 'reset' });
}
