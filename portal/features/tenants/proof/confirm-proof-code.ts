import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { MICROSOFT_TIME_LIMIT_MS } from '../call-microsoft.ts';
import { tenantClaim } from '../tables.ts';
import { TenantOutput, tenantOutput } from '../tenant-output.ts';
import { getOpenClaim } from './claims.ts';
import { hashOfCode } from './proof-codes.ts';
import { isOver, MAIL_CODE_ATTEMPTS_MAX, MAIL_CODE_LIFETIME, typedCodeFrom } from './proof-rules.ts';
import { proveClaim } from './prove-claim.ts';

export const confirmProofCode = ask({
  name: 'tenants.confirmProofCode',
  description:
    'Proves a claimed Microsoft account by the code that was mailed to its administrator. A code is valid for 24 hours ' +
    'and ends after five wrong attempts.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({
    tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
    code: z.string().trim().min(1).max(40).describe('The code of the mail, with or without the hyphen.'),
  }),
  output: TenantOutput,
  refusals: [
    'tenants.notFound',
    'tenants.notClaimed',
    'tenants.codeNotRequested',
    'tenants.codeEnded',
    'tenants.codeWrong',
    'tenants.notConfirmed',
    'tenants.belongsToAnother',
    'tenants.microsoftDoesNotAnswer',
  ],
  async run(context, { tenantId, code }) {
    const { isRight, attemptsLeft } = await context.inTransaction((inside) => tryCode(inside, tenantId, code));
    if (!isRight) throw new Refusal('tenants.codeWrong', { attemptsLeft });
    return tenantOutput(await proveClaim(context, tenantId, 'mailCode'));
  },
});

/**
 * Counts the attempt, in a transaction that stays when the code is wrong. The answer is the same when no code was sent.
 *
 * @throws Refusal `tenants.notFound`, `tenants.notClaimed`, `tenants.codeNotRequested`, `tenants.codeEnded`
 */
async function tryCode(context: OperationContext, tenantId: Id<'tenant'>, typed: string) {
  const { tx, clock, audit } = context;
  const { claim } = await getOpenClaim(context, tenantId);
  if (claim.mailRequestedAt === null) throw new Refusal('tenants.codeNotRequested');
  const isEnded =
    claim.mailCodeAttemptCount >= MAIL_CODE_ATTEMPTS_MAX ||
    isOver(claim.mailRequestedAt, MAIL_CODE_LIFETIME, clock.now());
  if (isEnded) throw new Refusal('tenants.codeEnded');
  const attemptCount = claim.mailCodeAttemptCount + 1;
  await tx.update(tenantClaim).set({ mailCodeAttemptCount: attemptCount }).where(eq(tenantClaim.tenantId, tenantId));
  const isRight = claim.mailCodeHash !== null && claim.mailCodeHash === hashOfCode(tenantId, typedCodeFrom(typed));
  if (!isRight) await audit.record('tenants.codeWrong', { tenantId });
  return { isRight, attemptsLeft: MAIL_CODE_ATTEMPTS_MAX - attemptCount };
}
