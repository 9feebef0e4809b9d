import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { bankLine } from '../../tables.ts';
import { holdOpenLine } from './book-bank-line.ts';

export const ignoreBankLine = operation({
  name: 'billing.ignoreBankLine',
  description: 'Marks a movement of a bank statement as none of a customer. It can wait again later.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    lineId: idOf('bankLine').describe('The movement.'),
    note: z.string().trim().max(200).default('').describe('Why, for colleagues.'),
  }),
  output: z.object({}),
  refusals: ['billing.bankLine.notFound', 'billing.bankLineNotOpen'],
  async run({ tx, audit }, { lineId, note }) {
    await holdOpenLine(tx, lineId);
    await tx
      .update(bankLine)
      .set({ status: 'ignored', note: note === '' ? null : note })
      .where(eq(bankLine.id, lineId));
    await audit.record('billing.bankLineIgnored', { lineId });
    return {};
  },
});
