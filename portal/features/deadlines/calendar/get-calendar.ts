import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { calendarFeed } from '../tables.ts';

export const getCalendar = operation({
  name: 'deadlines.getCalendar',
  description: 'Returns whether the caller has a calendar of deadlines, and since when.',
  kind: 'read',
  permission: 'deadlines.read',
  input: z.object({}),
  output: z.object({ createdAt: InstantText.nullable().describe('When its address was made; null: there is none.') }),
  async run({ tx, personId }) {
    const [own] = await tx
      .select({ createdAt: calendarFeed.createdAt })
      .from(calendarFeed)
      .where(eq(calendarFeed.personId, personId));
    return { createdAt: own?.createdAt.toString() ?? null };
  },
});
