import { z } from 'zod';
import { hashOfToken, newToken } from '#platform/one-time-token.ts';
import { operation } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { calendarFeed } from '../tables.ts';

export const createCalendar = operation({
  name: 'deadlines.createCalendar',
  description:
    'Makes the secret address of a calendar with the deadlines of the account, for the caller. One that the caller had ' +
    'stops working. The address is in this answer only and cannot be read again.',
  kind: 'write',
  permission: 'deadlines.manage',
  onBehalf: 'never',
  keyScope: 'never',
  input: z.object({}),
  output: z.object({ address: z.string().describe('Address of the calendar, a secret.') }),
  async run({ tx, clock, audit, services, accountId, personId }) {
    const key = newToken();
    const values = { keyHash: hashOfToken(key), createdAt: clock.now() };
    await tx
      .insert(calendarFeed)
      .values({ accountId, personId, ...values })
      .onConflictDoUpdate({ target: calendarFeed.personId, set: values });
    await audit.record('deadlines.calendarCreated', {});
    return { address: `${services.publicUrl}${paths.calendar(key)}` };
  },
});
