import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { type AskContext, ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { MICROSOFT_TIME_LIMIT_MS } from '../call-microsoft.ts';
import { TenantOutput, tenantOutput } from '../tenant-output.ts';
import { getOpenClaim, recordLimited } from './claims.ts';
import {
  isOver,
  LOOKUPS_A_DAY_MAX,
  RECORD_LIFETIME,
  recordNameOf,
  recordValueOf,
  registeredDomainFrom,
} from './proof-rules.ts';
import { proveClaim } from './prove-claim.ts';

const Domain = z
  .string()
  .trim()
  .min(1)
  .transform((typed, context) => {
    const domain = registeredDomainFrom(typed);
    if (domain !== undefined) return domain;
    context.addIssue({ code: 'custom', message: 'input.notRegisteredDomain' });
    return z.NEVER;
  })
  .describe('A domain of the company that Microsoft has verified in the tenant, such as `contoso.example`.');

export const checkDnsRecord = ask({
  name: 'tenants.checkDnsRecord',
  description:
    'Proves a claimed Microsoft account by a TXT record in one of its verified domains. `tenants.getProofs` gives ' +
    'name and value of the record.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({
    tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
    recordDomain: Domain,
  }),
  output: TenantOutput,
  refusals: [
    'tenants.notFound',
    'tenants.notClaimed',
    'tenants.recordEnded',
    'tenants.recordNotFound',
    'tenants.dnsDoesNotAnswer',
    'tenants.notConfirmed',
    'tenants.belongsToAnother',
    'tenants.tooManyRequests',
    'tenants.microsoftDoesNotAnswer',
  ],
  async run(context, { tenantId, recordDomain: domain }) {
    const { claim } = await context.inTransaction(async (inside) => {
      const found = await getOpenClaim(inside, tenantId);
      await recordLimited(inside, 'tenants.recordLookedUp', { tenantId, maximum: LOOKUPS_A_DAY_MAX });
      return found;
    });
    if (isOver(claim.requestedAt, RECORD_LIFETIME, context.clock.now())) throw new Refusal('tenants.recordEnded');
    const values = await lookUp(context, recordNameOf(domain));
    if (!values.includes(recordValueOf(claim.recordToken))) {
      throw new Refusal('tenants.recordNotFound', { name: recordNameOf(domain) });
    }
    const proven = await proveClaim(context, tenantId, 'dnsRecord', ({ customDomains }) =>
      (customDomains ?? []).some((verified) => verified.toLowerCase() === domain),
    );
    return tenantOutput(proven);
  },
});

/** @throws Refusal `tenants.dnsDoesNotAnswer` */
async function lookUp({ services, signal, log }: AskContext, name: string): Promise<readonly string[]> {
  const found = await services.tenantProof.resolveTxt(name, signal);
  if (found.answered) return found.values;
  log.warn({ dnsCode: found.code }, 'DNS did not answer');
  throw new Refusal('tenants.dnsDoesNotAnswer');
}
