import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { dunningSettings } from '../../tables.ts';
import { readDunningSettings, STEP_MAX, STEP_MIN, STEPS_MAX } from './dunning-settings.ts';

export const setDunningSettings = operation({
  name: 'billing.setDunningSettings',
  description:
    'Sets when customers are reminded of unpaid invoices. When reminders are turned on, customers whose invoices have ' +
    'reached a step get one reminder for it.',
  kind: 'write',
  permission: 'provider.administer',
  scope: 'provider',
  input: z.object({
    isOn: z.boolean().describe('Whether reminders are sent.'),
    steps: z
      .array(z.int().min(STEP_MIN).max(STEP_MAX))
      .min(1)
      .max(STEPS_MAX)
      .describe('Days after the due date; negative before it: `[-3, 7, 15, 30]`.'),
  }),
  output: z.object({}),
  async run({ tx, clock, audit }, { isOn, steps: given }) {
    const { providerId: accountId } = await readDunningSettings(tx);
    const steps = [...new Set(given)].toSorted((left, right) => left - right);
    const row = { isOn, steps, updatedAt: clock.now() };
    await tx
      .insert(dunningSettings)
      .values({ accountId, ...row })
      .onConflictDoUpdate({ target: dunningSettings.accountId, set: row });
    await audit.record('billing.dunningSet', { isOn, steps: steps.join(', ') }, null);
    return {};
  },
});
