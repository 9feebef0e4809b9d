import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { getVendorConnection, VendorName } from '../find-connection.ts';
import { CHECK_NAMES } from '../vendor-connection.ts';
import { storeResults, tryAll } from './try-all.ts';

const TIME_LIMIT_MS = 25_000;

export const tryPermissions = ask({
  name: 'connections.tryPermissions',
  description:
    'Tries the permissions of the connection at the vendor, with tokens of their own, and keeps the results. ' +
    'Nothing changes at the vendor.',
  permission: 'connections.manage',
  scope: 'system',
  timeoutMs: TIME_LIMIT_MS,
  input: z.object({
    vendor: VendorName,
    name: z.enum(CHECK_NAMES).optional().describe('One permission; all of them when it is left out.'),
  }),
  output: z.object({
    passed: z.int().describe('Permissions that the connection has.'),
    failed: z.int().describe('Permissions that it lacks, or that could not be tried in time.'),
  }),
  refusals: ['connections.notFound'],
  async run(context, { vendor, name }) {
    const connection = getVendorConnection(context.services, vendor);
    const names = name === undefined ? CHECK_NAMES : [name];
    const results = await tryAll(context.services, { vendor, connection, names, signal: context.signal });
    return context.inTransaction((inside) => storeResults(inside, vendor, results));
  },
});
