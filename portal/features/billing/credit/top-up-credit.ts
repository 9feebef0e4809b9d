import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { creditEntry } from '../tables.ts';
import { creditBalance, refuseMovedBalance } from './credit.ts';
import { TopUpAmount, TopUpNote } from './top-up-fields.ts';

/** Books an advance payment under an id that the caller chooses: a second press or a repeated request finds it. */
export const topUpCredit = operation({
  name: 'billing.topUpCredit',
  description:
    'Adds an advance payment of a customer to its prepaid credit. Orders can be paid from the balance at once. A ' +
    'request with the id of an entry that is there books nothing and returns the balance.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('Id of the customer account.'),
    entryId: idOf('creditEntry').describe(
      'Id for the new entry, a UUID: that of `billing.quoteTopUp`, or one of the caller’s own.',
    ),
    amount: TopUpAmount,
    note: TopUpNote,
    balanceBefore: DecimalText.optional().describe(
      'Balance that the person saw before confirming, gross. When it has changed since, nothing is booked.',
    ),
  }),
  output: z.object({
    entryId: idOf('creditEntry').describe('The entry.'),
    available: DecimalText.describe('Balance of the prepaid credit afterwards, gross.'),
    currency: z.string().describe('Currency of the balance, ISO 4217.'),
    isAgain: z.boolean().describe('The entry had been booked by an earlier request.'),
  }),
  refusals: ['billing.account.notFound', 'billing.creditEntryIdUsed', 'billing.creditBalanceMoved'],
  async run({ tx, clock, audit, actor }, { accountId, entryId, amount: typed, note, balanceBefore }) {
    const { currency } = await holdBillingCustomer(tx, accountId);
    const amount = new Decimal(typed);
    const facts = { entryId, amount: amount.toFixed(), currency };
    const [known] = await tx.select().from(creditEntry).where(eq(creditEntry.id, entryId));
    if (known !== undefined) {
      const isSame = known.accountId === accountId && known.kind === 'topUp' && known.amount.equals(amount);
      if (!isSame) throw new Refusal('billing.creditEntryIdUsed');
      await audit.record('billing.creditToppedUpAgain', facts, accountId);
      return { entryId, available: (await creditBalance(tx, accountId)).toFixed(), currency, isAgain: true };
    }
    const before = await creditBalance(tx, accountId);
    refuseMovedBalance(before, balanceBefore, currency);
    await tx.insert(creditEntry).values({
      id: entryId,
      accountId,
      kind: 'topUp',
      amount,
      currency,
      note: note === '' ? null : note,
      personId: actor.personId,
      createdAt: clock.now(),
    });
    await audit.record('billing.creditToppedUp', facts, accountId);
    return { entryId, available: before.plus(amount).toFixed(), currency, isAgain: false };
  },
});
