import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getTenantRow } from '../get-tenant.ts';
import { agreementRequest } from '../tables.ts';
import { countRequestsSince, findCurrentRequest, openRequest } from './current-request.ts';
import { isLinkOver, isOpenRequest, REQUESTS_A_DAY_MAX, RESEND_PAUSE } from './rules.ts';
import { sendLink } from './send-link.ts';

export const sendAcceptanceLink = operation({
  name: 'tenants.sendAcceptanceLink',
  description:
    'Sends the signatory the link to the Microsoft Customer Agreement again. A link that has expired, or that was ' +
    'declined, is replaced by a new one.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({
    isNewLink: z.boolean().describe('A new link is made; the mail follows when Microsoft has answered.'),
  }),
  refusals: ['tenants.notFound', 'tenants.noLinkNeeded', 'tenants.linkJustSent', 'tenants.tooManyRequests'],
  async run(context, { tenantId }) {
    const { tx, clock, audit, services } = context;
    const row = await getTenantRow(tx, tenantId);
    const current = await findCurrentRequest(tx, tenantId);
    if (current === undefined || current.status === 'accepted' || row.agreementConfirmedAt !== null) {
      throw new Refusal('tenants.noLinkNeeded', { domain: row.domain });
    }
    const now = clock.now();
    const isNewLink = !isOpenRequest(current) || isLinkOver(current, now);
    const isJustSent = current.sentAt !== null && Temporal.Instant.compare(current.sentAt.add(RESEND_PAUSE), now) > 0;
    if (!isNewLink && isJustSent) throw new Refusal('tenants.linkJustSent');
    if (isNewLink) {
      if ((await countRequestsSince(tx, tenantId, now.subtract({ hours: 24 }))) >= REQUESTS_A_DAY_MAX) {
        throw new Refusal('tenants.tooManyRequests');
      }
      await tx.update(agreementRequest).set({ status: 'withdrawn' }).where(eq(agreementRequest.id, current.id));
      await openRequest(context, row);
    } else if (current.status !== 'new') {
      await sendLink(context, row, current);
    }
    await audit.record('tenants.acceptanceLinkSent', { tenantId, isNewLink });
    await services.waitingOrders.resume(context, tenantId);
    return { isNewLink };
  },
});
