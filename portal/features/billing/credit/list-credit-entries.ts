import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { PageRequest, pageOf } from '#platform/wire.ts';
import { CreditBalance, CreditEntryOutput, creditEntryOutput, readCreditEntries } from './credit-entries.ts';

export const listCreditEntries = operation({
  name: 'billing.listCreditEntries',
  description: "Lists the entries of the account's prepaid credit, the newest first, each with the balance after it.",
  kind: 'read',
  permission: 'billing.read',
  input: PageRequest,
  output: pageOf(CreditEntryOutput).extend(CreditBalance),
  async run({ tx, accountId }, page) {
    const [owner] = await tx.select({ currency: account.currency }).from(account).where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account is there');
    const { rows, ...whole } = await readCreditEntries(tx, accountId, page);
    return { items: rows.map(creditEntryOutput), ...whole, currency: owner.currency };
  },
});
