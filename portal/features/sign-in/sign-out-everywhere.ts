import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { endSessions } from './store-password.ts';

/** Ends all of one's own sessions, this browser's among them. */
export const signOutEverywhere = operation({
  name: 'signIn.signOutEverywhere',
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
