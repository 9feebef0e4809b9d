import { and, count, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';

/** Whether the account requires a second factor of everybody. */
export const getSecondFactorRule = operation({
  name: 'signIn.getSecondFactorRule',
  description: 'Returns whether the account requires a second factor of all its people, and how many have none.',
  kind: 'read',
  permission: 'accounts.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: z.object({}),
  output: z.object({
    isRequired: z.boolean().describe('True: everybody of the account needs a second factor to sign in.'),
    peopleCount: z.int().describe('People of the account who may sign in.'),
    peopleWithoutCount: z.int().describe('Those of them who have no second factor yet.'),
  }),
  async run({ tx, accountId }) {
    const [row] = await tx
      .select({ isRequired: account.requiresSecondFactor })
      .from(account)
      .where(eq(account.id, accountId));
    const people = await tx
      .select({ hasFactor: person.twoFactorEnabled, count: count() })
      .from(person)
      .where(and(eq(person.accountId, accountId), isNull(person.removedAt), isNull(person.disabledAt)))
      .groupBy(person.twoFactorEnabled);
    return {
      isRequired: row?.isRequired === true,
      peopleCount: people.reduce((sum, group) => sum + group.count, 0),
      peopleWithoutCount: people.find(({ hasFactor }) => !hasFactor)?.count ?? 0,
    };
  },
});
