import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { ReminderDays } from './get-reminders.ts';
import { reminderSetting } from './tables.ts';

export const setReminders = operation({
  name: 'deadlines.setReminders',
  description: 'Sets how many days before the end of a term the administrators of the account are reminded.',
  kind: 'write',
  permission: 'deadlines.manage',
  input: z.object({ days: ReminderDays }),
  output: z.object({ days: ReminderDays }),
  async run({ tx, clock, audit, accountId }, { days: chosen }) {
    const days = [...new Set(chosen)].sort((left, right) => right - left);
    const changedAt = clock.now();
    await tx
      .insert(reminderSetting)
      .values({ accountId, days, changedAt })
      .onConflictDoUpdate({ target: reminderSetting.accountId, set: { days, changedAt } });
    await audit.record('deadlines.remindersSet', { days: days.join(' ') });
    return { days };
  },
});
