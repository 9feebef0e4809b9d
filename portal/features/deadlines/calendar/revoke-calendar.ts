import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { calendarFeed } from '../tables.ts';

export const revokeCalendar = operation({
  name: 'deadlines.revokeCalendar',
  description: "Ends the caller's calendar of deadlines: its address stops working.",
  kind: 'write',
  permission: 'deadlines.manage',
  onBehalf: 'never',
  input: z.object({}),
  output: z.object({}),
  async run({ tx, audit, personId }) {
    await tx.delete(calendarFeed).where(eq(calendarFeed.personId, personId));
    await audit.record('deadlines.calendarRevoked', {});
    return {};
  },
});
