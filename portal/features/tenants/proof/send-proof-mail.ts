import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { tenantClaim } from '../tables.ts';
import { getOpenClaim, recordLimited } from './claims.ts';
import { mailProofCode } from './mail-proof-code.job.ts';
import { isOver, MAIL_CODE_LIFETIME, MAIL_PAUSE, MAILS_A_DAY_MAX } from './proof-rules.ts';

export const sendProofMail = operation({
  name: 'tenants.sendProofMail',
  description:
    'Mails a code to the address that Microsoft has of the administrator of a claimed Microsoft account, if it shows ' +
    'one to the provider. The answer is the same whether it does or not. `tenants.confirmProofCode` takes the code.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({ codeExpiresAt: InstantText.describe('When a code that was sent ends.') }),
  refusals: ['tenants.notFound', 'tenants.notClaimed', 'tenants.mailSentRecently', 'tenants.tooManyRequests'],
  async run(context, { tenantId }) {
    const { tx, clock, jobs, accountId } = context;
    const { claim } = await getOpenClaim(context, tenantId);
    const now = clock.now();
    if (claim.mailRequestedAt !== null && !isOver(claim.mailRequestedAt, MAIL_PAUSE, now)) {
      throw new Refusal('tenants.mailSentRecently', { minutes: MAIL_PAUSE.total('minutes') });
    }
    await recordLimited(context, 'tenants.proofMailRequested', { tenantId, maximum: MAILS_A_DAY_MAX });
    await tx
      .update(tenantClaim)
      .set({ mailRequestedAt: now, mailCodeHash: null, mailCodeAttemptCount: 0 })
      .where(eq(tenantClaim.tenantId, tenantId));
    await jobs.start(mailProofCode, { accountId, tenantId });
    return { codeExpiresAt: now.add(MAIL_CODE_LIFETIME).toString() };
  },
});
