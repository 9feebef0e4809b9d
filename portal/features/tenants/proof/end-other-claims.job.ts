import { and, eq, inArray, ne } from 'drizzle-orm';
import { z } from 'zod';
import { AccountId } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import { tenant } from '../tables.ts';
import { endClaim } from './end-claim.ts';

/** Ends the claims of all other accounts to a tenant that one account has proven. */
export const endOtherClaims = job({
  name: 'tenants.endOtherClaims',
  data: z.object({ accountId: AccountId, names: z.array(z.string()) }) as z.ZodType<{
    accountId: AccountId;
    names: string[];
  }>,
  // A job of the portal: an account does not see the claims of others.
  accountIdOf: () => null,
  attempts: 5,
  retryAfterSeconds: 10,
  async run({ inTransaction }, { accountId, names }) {
    await inTransaction(async (context) => {
      const claims = await context.tx
        .select()
        .from(tenant)
        .where(and(inArray(tenant.domain, names), eq(tenant.status, 'claimed'), ne(tenant.accountId, accountId)))
        .for('no key update');
      for (const claim of claims) await endClaim(context, claim);
    });
  },
});
