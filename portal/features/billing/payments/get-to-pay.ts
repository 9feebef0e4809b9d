import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { Receivable, readReceivable } from './read-receivable.ts';

export const getToPay = operation({
  name: 'billing.getToPay',
  description:
    'Returns the unpaid invoices of the account, what is overdue, and how to pay: the bank details and the reason to ' +
    'write.',
  kind: 'read',
  permission: 'billing.read',
  input: z.object({}),
  output: z.object(Receivable),
  async run({ tx, accountId, clock }) {
    const [owner] = await tx
      .select({ currency: account.currency, timeZone: account.timeZone })
      .from(account)
      .where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account is there');
    const today = clock.now().toZonedDateTimeISO(owner.timeZone).toPlainDate();
    return readReceivable(tx, accountId, { currency: owner.currency, today });
  },
});
