import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { bankLine } from '../../tables.ts';

export const reopenBankLine = operation({
  name: 'billing.reopenBankLine',
  description: 'Lets a movement that was ignored wait again.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ lineId: idOf('bankLine').describe('The movement.') }),
  output: z.object({}),
  refusals: ['billing.bankLine.notFound', 'billing.bankLineNotIgnored'],
  async run({ tx, audit }, { lineId }) {
    const [line] = await tx.select().from(bankLine).where(eq(bankLine.id, lineId)).for('no key update');
    if (line === undefined) throw new Refusal('billing.bankLine.notFound');
    if (line.status !== 'ignored') throw new Refusal('billing.bankLineNotIgnored');
    await tx.update(bankLine).set({ status: 'open', note: null }).where(eq(bankLine.id, lineId));
    await audit.record('billing.bankLineReopened', { lineId });
    return {};
  },
});
