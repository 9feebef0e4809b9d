import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { passkey } from '../tables.ts';
import { CurrentPassword, FactorCode } from './factor-schema.ts';
import { type PasskeyRow, refuseLastFactor } from './factors.server.ts';
import { closeRemoval, countFactors } from './remove-factor.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';
import { codeRefused, stepUp } from './step-up.server.ts';

const PasskeyId = idOf('passkey');

/** Removes a passkey of the caller. */
export const removePasskey = ask({
  name: 'signIn.removePasskey',
  description:
    'Removes a passkey of the caller, after password and a code. With the last second factor the recovery codes end ' +
    'and the password alone signs in again. All other sessions of the caller end, and the caller gets a mail.',
  permission: 'signIn.secondFactor',
  timeoutMs: 30_000,
  input: z.object({
    passkeyId: PasskeyId.describe('Id of the passkey.'),
    currentPassword: CurrentPassword,
    code: FactorCode,
  }),
  output: z.object({}),
  refusals: ['signIn.passkeyNotFound', 'signIn.lastFactor', 'signIn.busy', 'signIn.sessionNeeded'],
  async run(outer, { passkeyId, currentPassword, code }) {
    await outer.inTransaction((context) => getOwnPasskey(context, passkeyId));
    await checkCurrentPassword(outer, currentPassword);
    const removed = await outer.inTransaction((context) => remove(context, passkeyId, code));
    if (typeof removed === 'string') throw codeRefused(removed);
    for (const cookie of removed) outer.connection?.setCookie(cookie);
    return {};
  },
});

async function remove(context: OperationContext, passkeyId: PasskeyRow['id'], code: string) {
  const { tx, personId, audit } = context;
  const { name } = await getOwnPasskey(context, passkeyId);
  await refuseLastFactor(context, (await countFactors(context)) - 1);
  const steppedUp = await stepUp(context, code);
  if (typeof steppedUp === 'string') return steppedUp;
  await tx.delete(passkey).where(eq(passkey.id, passkeyId));
  await audit.record('signIn.passkeyRemoved', { personId, passkeyId });
  await sendFactorMail(context, steppedUp.self, { kind: 'passkeyRemoved', passkeyName: name ?? '' });
  return closeRemoval(context, steppedUp);
}

async function getOwnPasskey({ tx, personId }: OperationContext, passkeyId: PasskeyRow['id']): Promise<PasskeyRow> {
  const [row] = await tx
    .select()
    .from(passkey)
    .where(and(eq(passkey.id, passkeyId), eq(passkey.personId, personId)));
  if (row === undefined) throw new Refusal('signIn.passkeyNotFound');
  return row;
}
