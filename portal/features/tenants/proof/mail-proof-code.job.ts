import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import { sendMail } from '#platform/mail.server.ts';
import { assert } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { tenant, tenantClaim } from '../tables.ts';
import { findCustomer, tenantNameFrom } from './microsoft-customer.ts';
import { proofCodeMail } from './proof-code.mail.ts';
import { newMailCode } from './proof-codes.ts';

/**
 * Mails the code of a claim to the tenant's administrator. A tenant that has not accepted the provider shows no
 * address: nothing is sent, and nobody learns that.
 */
export const mailProofCode = job({
  name: 'tenants.mailProofCode',
  queue: 'mails',
  data: z.object({ accountId: AccountId, tenantId: idOf('tenant') }) as z.ZodType<{
    accountId: AccountId;
    tenantId: Id<'tenant'>;
  }>,
  accountIdOf: (data) => data.accountId,
  attempts: 6,
  retryAfterSeconds: 15,
  async run({ services, inTransaction, signal }, { accountId, tenantId }) {
    const { client } = services.microsoft;
    const claimed = await inTransaction(async ({ tx }) => {
      const [row] = await tx.select({ domain: tenant.domain }).from(tenant).where(eq(tenant.id, tenantId));
      return row;
    });
    const name = claimed && tenantNameFrom(claimed.domain);
    if (claimed === undefined || name === undefined) return;
    const customer = await findCustomer(client, name, { signal });
    if (customer === undefined) return;
    const profile = await client.customers.getBillingProfile(customer.id, { signal });
    const address = profile.email ?? customer.companyProfile.email;
    if (address === undefined || address === '') return;

    const locale: Locale = profile.language?.toLowerCase().startsWith('it') === false ? 'en' : 'it';
    const { code, hash } = newMailCode(tenantId);
    await inTransaction(async (context) => {
      const { tx } = context;
      const [open] = await tx.select().from(tenantClaim).where(eq(tenantClaim.tenantId, tenantId)).for('no key update');
      // Removed or decided meanwhile, or sent by an earlier attempt.
      if (open === undefined || open.mailRequestedAt === null || open.mailCodeHash !== null) return;
      const [company] = await tx.select({ name: account.name }).from(account).where(eq(account.id, accountId));
      assert(company !== undefined, 'the account is there');
      await tx.update(tenantClaim).set({ mailCodeHash: hash }).where(eq(tenantClaim.tenantId, tenantId));
      const content = proofCodeMail(services.translators[locale], {
        code,
        domain: claimed.domain,
        companyName: company.name,
        brandName: services.brand.name,
      });
      await sendMail(context, { accountId, personId: null, address, locale }, content);
    });
  },
});
