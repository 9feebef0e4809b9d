import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { judgePeople } from './judge-people.ts';
import { JudgedRow, TypedPeople } from './people-schema.ts';

/** Judges people who are to be added, and adds nobody. */
export const previewUsers = ask({
  name: 'users.previewUsers',
  description:
    'Judges up to 1,000 people who are to be added: what is wrong with which field of which row, and who is a user ' +
    'already. Nobody is added.',
  permission: 'users.manage',
  timeoutMs: 30_000,
  input: z.object({ rows: TypedPeople }),
  output: z.object({ rows: z.array(JudgedRow).describe('One for each row, in the same order.') }),
  async run({ inTransaction, accountId }, { rows }) {
    const judged = await inTransaction(({ tx }) => judgePeople(tx, accountId, rows));
    return {
      rows: judged.map(({ status, problems }) => ({
        status,
        problems: problems.map((problem) => ({ ...problem, facts: { ...problem.facts } })),
      })),
    };
  },
});
