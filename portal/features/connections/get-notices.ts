import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { Outages, readOutages } from './outages.ts';
import { SIGN_IN_STATES } from './rules.ts';
import { readSignIn } from './sign-in/read-sign-in.ts';

export const getNotices = operation({
  name: 'connections.getNotices',
  description:
    'Returns the connections whose sign-in needs the provider (it is missing, has ended, fails or ends soon), and those ' +
    'whose requests get no answer.',
  kind: 'read',
  permission: 'connections.read',
  scope: 'system',
  input: z.object({}),
  output: z.object({
    notices: z
      .array(
        z.object({
          vendor: z.string().describe('The vendor, by its id.'),
          serviceName: z.string().describe("Name of the vendor's service."),
          state: z.enum(SIGN_IN_STATES).describe('What is the matter.'),
          endsAt: InstantText.nullable().describe('When the sign-in ends.'),
        }),
      )
      .describe('One for each connection that needs something.'),
    outages: z
      .array(
        z.object({
          vendor: z.string().describe('The vendor, by its id.'),
          serviceName: z.string().describe("Name of the vendor's service."),
          outages: Outages,
        }),
      )
      .describe('One for each connection on which requests get no answer.'),
  }),
  async run({ tx, services }) {
    const now = services.machineClock.now();
    const notices = [];
    const unanswered = [];
    for (const [vendor, connection] of Object.entries(services.vendorConnections)) {
      const outages = await readOutages(tx, { vendor, connection, now });
      if (outages.vendorSince !== null || outages.customers.length > 0)
        unanswered.push({ vendor, serviceName: connection.serviceName, outages });
      const { state, endsAt } = await readSignIn(tx, { vendor, connection, now });
      if (state === 'good' || state === 'unused') continue;
      notices.push({ vendor, serviceName: connection.serviceName, state, endsAt: endsAt?.toString() ?? null });
    }
    return { notices, outages: unanswered };
  },
});
