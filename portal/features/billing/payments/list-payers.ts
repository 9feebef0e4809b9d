import { and, asc, eq, ilike, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { likePattern } from '#platform/like-pattern.ts';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf, SearchText } from '#platform/wire.ts';

export const listPayers = operation({
  name: 'billing.listPayers',
  description: 'Lists the customers by name, for a payment whose payer is chosen by hand.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({ search: SearchText.describe('A part of the name; empty: all.') }),
  output: pageOf(
    z.object({
      id: idOf('account').describe('The customer account.'),
      name: z.string().describe('Name of the customer.'),
    }),
  ),
  async run({ tx }, { search, ...page }) {
    const isCustomer = and(
      eq(account.kind, 'customer'),
      search === '' ? undefined : ilike(account.name, likePattern(search)),
    );
    const items = await tx
      .select({ id: account.id, name: account.name })
      .from(account)
      .where(isCustomer)
      .orderBy(asc(sql`lower(${account.name})`), asc(account.id))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(account).where(isCustomer);
    return { items, total: counted?.total ?? 0 };
  },
});
