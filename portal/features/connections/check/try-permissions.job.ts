import { z } from 'zod';
import { job } from '#platform/job.ts';
import { CHECK_NAMES } from '../vendor-connection.ts';
import { storeResults, tryAll } from './try-all.ts';

/** Tries all permissions after a person has signed in. */
export const tryPermissionsAgain = job({
  name: 'connections.tryPermissionsAgain',
  data: z.object({ vendor: z.string() }),
  accountIdOf: () => null,
  attempts: 3,
  retryAfterSeconds: 30,
  async run({ services, inTransaction, signal }, { vendor }) {
    const connection = services.vendorConnections[vendor];
    if (connection === undefined) return;
    const results = await tryAll(services, { vendor, connection, names: CHECK_NAMES, signal });
    await inTransaction((context) => storeResults(context, vendor, results));
  },
});
