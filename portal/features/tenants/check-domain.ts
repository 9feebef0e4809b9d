import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import { TenantDomain } from './new-tenant-input.ts';

export const checkDomain = ask({
  name: 'tenants.checkDomain',
  description:
    'Checks at Microsoft whether a new account (tenant) can have this domain; refused when the domain is taken. ' +
    'Nothing is reserved.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({ domain: TenantDomain }),
  output: z.object({
    domain: z.string().describe('The whole domain, lower case: `contoso.onmicrosoft.com`.'),
    isAvailable: z.literal(true).describe('Always true: a taken domain is refused.'),
  }),
  refusals: ['tenants.domainTaken', 'tenants.microsoftDoesNotAnswer'],
  async run(context, { domain }) {
    const isAvailable = await callMicrosoft(context, ({ client }, options) =>
      client.validations.isDomainAvailable(domain, options),
    );
    if (!isAvailable) throw new Refusal('tenants.domainTaken', { domain });
    return { domain, isAvailable };
  },
});
