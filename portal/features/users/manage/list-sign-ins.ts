import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { SIGN_IN_OUTCOMES } from '../people/credentials.ts';
import { getPerson } from '../people/people.ts';
import { UserId } from './user-id.ts';

/** The attempts of a person to sign in, the newest first. */
export const listSignIns = operation({
  name: 'users.listSignIns',
  description: 'Lists the attempts of a user to sign in, successful or not, the newest first.',
  kind: 'read',
  permission: 'users.read',
  input: PageRequest.extend({ userId: UserId }),
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the attempt.'),
      outcome: z
        .enum(SIGN_IN_OUTCOMES)
        .describe(
          '`signedIn` opened a session; `impersonated`: somebody else used the portal in the user’s place; every other ' +
            'outcome names the reason of the refusal.',
        ),
      impersonatorName: z.string().nullable().describe('Name of that other person; null: the user’s own attempt.'),
      ipAddress: z.string().nullable().describe('Address of the caller, as the server saw it; null: not known.'),
      userAgent: z.string().nullable().describe('User agent that the browser or program sent; null: none.'),
      attemptedAt: InstantText.describe('Time of the attempt, UTC, machine time.'),
    }),
  ),
  refusals: ['users.notFound'],
  async run(context, { userId, ...request }) {
    await getPerson(context.tx, userId);
    const rows = { limit: request.pageSize, offset: offsetOf(request) };
    const { items, total } = await context.services.credentials.listSignIns(context, userId, rows);
    return { items: items.map((item) => ({ ...item, attemptedAt: item.attemptedAt.toString() })), total };
  },
});
