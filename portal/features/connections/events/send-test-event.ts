import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { callVendor, VENDOR_REFUSALS, VENDOR_TIME_LIMIT_MS } from '../call-vendor.ts';
import { getVendorConnection, VendorName } from '../find-connection.ts';

export const sendTestEvent = ask({
  name: 'connections.sendTestEvent',
  description:
    'Makes the vendor post a test event to the registered address. It is among the received events as soon as it has ' +
    'arrived.',
  permission: 'connections.manage',
  scope: 'system',
  timeoutMs: VENDOR_TIME_LIMIT_MS,
  input: z.object({ vendor: VendorName }),
  output: z.object({}),
  refusals: ['connections.notFound', ...VENDOR_REFUSALS],
  async run(context, { vendor }) {
    const connection = getVendorConnection(context.services, vendor);
    await callVendor(context, (signal) => connection.sendTestEvent(signal));
    await context.inTransaction(({ audit }) => audit.record('connections.testEventRequested', { vendor }, null));
    return {};
  },
});
