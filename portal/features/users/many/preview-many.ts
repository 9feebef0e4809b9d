import { z } from 'zod';
import { type AskContext, ask } from '#platform/operation.server.ts';
import { changeEach, PersonOutcome } from './change-each.ts';
import { ManyAction, UserIds } from './many-actions.ts';

/** What a change of several people would do. */
export const previewMany = ask({
  name: 'users.previewMany',
  description:
    'Says for each of several users what `users.changeMany` would do, and why it could not, without doing it. It is ' +
    'run and undone: the last administrator and the last free seat are counted as for all together.',
  permission: 'users.manage',
  timeoutMs: 30_000,
  input: z.object({ userIds: UserIds, action: ManyAction }),
  output: z.object({ people: z.array(PersonOutcome).describe('One for each user, by name.') }),
  refusals: ['users.notFound'],
  async run(context, { userIds, action }) {
    return { people: await runAndUndo(context, (inside) => changeEach(inside, userIds, action)) };
  },
});

/** Ends the transaction of a preview. */
class Undone<T> extends Error {
  readonly answer: T;
  constructor(answer: T) {
    super('the preview is undone');
    this.answer = answer;
  }
}

async function runAndUndo<T>(
  context: AskContext,
  run: (inside: Parameters<Parameters<AskContext['inTransaction']>[0]>[0]) => Promise<T>,
): Promise<T> {
  try {
    return await context.inTransaction<never>(async (inside) => {
      throw new Undone(await run(inside));
    });
  } catch (error) {
    if (error instanceof Undone) return error.answer as T;
    throw error;
  }
}
