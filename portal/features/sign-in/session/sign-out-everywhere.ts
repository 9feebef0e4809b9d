import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { endSessions } from './sessions.ts';

/** Ends every session of the caller, that of this browser included. */
export const signOutEverywhere = operation({
  name: 'signIn.signOutEverywhere',
  description: 'Ends every session of the caller, in all browsers. API keys stay valid.',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({}),
  output: z.object({}),
  async run({ tx, audit, personId }) {
    await endSessions(tx, personId);
    await audit.record('signIn.signedOutEverywhere', { personId });
    return {};
  },
});
