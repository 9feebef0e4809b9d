import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * The contact that supports the customer of a subscription.
 *
 * @source Partner Center, "Update a subscription's support contact"
 */
export const SupportContact = z.looseObject({
  supportTenantId: z.string(),
  supportMpnId: z.string().optional(),
  name: z.string().optional(),
});
export type SupportContact = Known<z.output<typeof SupportContact>>;

type SubscriptionIds = Readonly<{ customerId: string; subscriptionId: string }>;

export function supportContactCalls(transport: Transport) {
  return {
    get: (path: SubscriptionIds, options: CallOptions = {}) =>
      transport.read(ROUTES.getSupportContact, { path }, SupportContact, options),
    update: (
      path: SubscriptionIds,
      contact: Readonly<{ supportTenantId: string; supportMpnId: string; name: string }>,
      options: CallOptions = {},
    ) => transport.read(ROUTES.updateSupportContact, { path, body: contact }, SupportContact, options),
  };
}
