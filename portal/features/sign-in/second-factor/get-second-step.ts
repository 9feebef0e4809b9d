import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findTwoFactor, listPasskeysOf } from './factors.server.ts';
import { findPendingPerson } from './pending-sign-ins.server.ts';

/** The ways to do the second step of the sign-in that waits in this browser. */
export const getSecondStep = operation({
  name: 'signIn.getSecondStep',
  description: 'Returns the ways to complete the sign-in whose password was right, by the cookie that it has set.',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({}),
  output: z.object({
    hasApp: z.boolean().describe('True: a code of the app completes it.'),
    hasPasskey: z.boolean().describe('True: a passkey completes it.'),
  }),
  refusals: ['signIn.secondStepEnded'],
  async run({ tx, services, connection }) {
    const pendingId = await findPendingPerson(tx, connection, services.machineClock.now());
    if (pendingId === undefined) throw new Refusal('signIn.secondStepEnded');
    return {
      hasApp: (await findTwoFactor(tx, pendingId))?.verified === true,
      hasPasskey: (await listPasskeysOf(tx, pendingId)).length > 0,
    };
  },
});
