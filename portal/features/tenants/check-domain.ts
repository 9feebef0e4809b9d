import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { askMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import { TenantDomain } from './new-tenant-input.ts';

/** Can a Microsoft account with this domain still be made? Asked while the person waits. */
export const checkDomain = ask({
  name: 'tenants.checkDomain',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({ domain: TenantDomain }),
  output: z.object({ domain: z.string(), isAvailable: z.literal(true) }),
  refusals: ['tenants.domainTaken', 'tenants.microsoftDoesNotAnswer'],
  async run(context, { domain }) {
    const isAvailable = await askMicrosoft(context, ({ client }, options) =>
      client.validations.isDomainAvailable(domain, options),
    );
    if (!isAvailable) throw new Refusal('tenants.domainTaken', { domain });
    return { domain, isAvailable };
  },
});
