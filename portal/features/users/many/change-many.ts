import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { changeEach, PersonOutcome } from './change-each.ts';
import { ManyAction, UserIds } from './many-actions.ts';

/** Changes several people at once. */
export const changeMany = operation({
  name: 'users.changeMany',
  description:
    'Does the same for up to 200 users: assigns or withdraws a service, sends activation mails, disables, enables, ' +
    'changes roles or removes. What is refused for one of them does not keep the others from it, and is told by its ' +
    'code. `users.previewMany` says before what would happen.',
  kind: 'write',
  permission: 'users.manage',
  input: z
    .object({
      userIds: UserIds,
      action: ManyAction,
      confirmed: z.boolean().default(false).describe('Must be true for a removal, because it cannot be undone.'),
    })
    .refine(({ action, confirmed }) => action.kind !== 'remove' || confirmed, {
      path: ['confirmed'],
      message: 'input.notConfirmed',
    }),
  output: z.object({
    doneCount: z.int().describe('Users for whom it was done.'),
    people: z.array(PersonOutcome).describe('One for each user, by name.'),
  }),
  refusals: ['users.notFound'],
  async run(context, { userIds, action }) {
    const people = await changeEach(context, userIds, action);
    const countOf = (wanted: (typeof people)[number]['outcome']) =>
      people.filter(({ outcome }) => outcome === wanted).length;
    await context.audit.record('users.manyChanged', {
      action: action.kind,
      doneCount: countOf('done'),
      refusedCount: countOf('refused'),
    });
    return { doneCount: countOf('done'), people };
  },
});
