import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { operation } from '#platform/operation.server.ts';
import { REMINDER_DAYS } from './choices.ts';
import { DEFAULT_REMINDER_DAYS } from './rules.ts';
import { reminderSetting } from './tables.ts';

export const ReminderDays = z
  .array(
    z
      .int()
      .refine((days) => REMINDER_DAYS.some((one) => one === days), { message: 'input.invalidValue' })
      .describe(`Days before the end of a term: ${REMINDER_DAYS.join(', ')}.`),
  )
  .max(REMINDER_DAYS.length)
  .describe('When administrators are reminded that a term ends; empty for never.');

export const getReminders = operation({
  name: 'deadlines.getReminders',
  description: 'Returns how many days before the end of a term the administrators of the account are reminded.',
  kind: 'read',
  permission: 'deadlines.read',
  input: z.object({}),
  output: z.object({ days: ReminderDays }),
  async run({ tx }) {
    return { days: await readReminderDays(tx) };
  },
});

async function readReminderDays(tx: Tx): Promise<number[]> {
  const [chosen] = await tx.select({ days: reminderSetting.days }).from(reminderSetting);
  return [...(chosen?.days ?? DEFAULT_REMINDER_DAYS)];
}
