import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { callVendor, VENDOR_REFUSALS, VENDOR_TIME_LIMIT_MS } from '../call-vendor.ts';
import { storeResults, tryAll } from '../check/try-all.ts';
import { eventsUrlOf, getVendorConnection, VendorName } from '../find-connection.ts';

export const registerEvents = ask({
  name: 'connections.registerEvents',
  description:
    'Registers the portal at the vendor for the events that it uses, or corrects the registration: changes made ' +
    'elsewhere are then seen at once. A partner has one registration: another receiver gets no events any more.',
  permission: 'connections.manage',
  scope: 'system',
  timeoutMs: VENDOR_TIME_LIMIT_MS,
  input: z.object({ vendor: VendorName }),
  output: z.object({
    url: z.string().describe('Address to which the vendor posts events from now on.'),
    events: z.array(z.string()).describe('The events, by the names of the vendor.'),
  }),
  refusals: ['connections.notFound', ...VENDOR_REFUSALS],
  async run(context, { vendor }) {
    const { services } = context;
    const connection = getVendorConnection(services, vendor);
    const url = eventsUrlOf(services, vendor);
    const registered = await callVendor(context, (signal) => connection.registerEvents({ url, signal }));
    const results = await tryAll(services, { vendor, connection, names: ['events'], signal: context.signal });
    await context.inTransaction(async (inside) => {
      await inside.audit.record('connections.eventsRegistered', { vendor, url }, null);
      await storeResults(inside, vendor, results);
    });
    return { url: registered.url, events: [...registered.events] };
  },
});
