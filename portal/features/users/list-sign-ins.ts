import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPerson, signInAttempt } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';

/** A person's attempts to sign in, newest first; machine time. */
export const listSignIns = operation({
  name: 'users.listSignIns',
  kind: 'read',
  permission: 'users.read',
  input: PageRequest.extend({ userId: PersonId }),
  output: z.object({
    total: z.number(),
    signIns: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum([
          'signedIn',
          'wrongPassword',
          'unknownLogin',
          'locked',
          'disabled',
          'noPassword',
          'tooManyFromAddress',
        ]),
        ipAddress: z.string().nullable(),
        userAgent: z.string().nullable(),
        attemptedAt: InstantText,
      }),
    ),
  }),
  refusals: ['users.notFound'],
  async run({ tx }, { userId, page, pageSize }) {
    await getPerson(tx, userId);
    const own = eq(signInAttempt.personId, userId);
    const rows = await tx
      .select()
      .from(signInAttempt)
      .where(own)
      .orderBy(desc(signInAttempt.attemptedAt), desc(signInAttempt.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [all] = await tx.select({ count: count() }).from(signInAttempt).where(own);
    return {
      total: all?.count ?? 0,
      signIns: rows.map((row) => ({
        id: row.id,
        outcome: row.outcome,
        ipAddress: row.ipAddress,
        userAgent: row.userAgent,
        attemptedAt: row.attemptedAt.toString(),
      })),
    };
  },
});
