import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { findDueReminders } from './due-reminders.ts';
import { readDunningSettings } from './dunning-settings.ts';

export const getDunningSettings = operation({
  name: 'billing.getDunningSettings',
  description: 'Returns when customers are reminded of unpaid invoices, and how many would be reminded now.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({}),
  output: z.object({
    isOn: z.boolean().describe('Whether reminders are sent.'),
    steps: z.array(z.number().int()).describe('Days after the due date; negative before it.'),
    dueCount: z.number().int().describe('Customers who are reminded as soon as reminders are on.'),
  }),
  async run({ tx, clock }) {
    const { isOn, steps } = await readDunningSettings(tx);
    const due = await findDueReminders(tx, { steps, now: clock.now(), atAnyHour: true });
    return { isOn, steps: [...steps], dueCount: new Set(due.map(({ accountId }) => accountId)).size };
  },
});
