import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { PersonId } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findPersonForUpdate, getPersonForUpdate, type PersonRow } from '../people/people.ts';
import { person } from '../tables.ts';
import { getPersonToExclude } from './guards.ts';
import { UserId } from './user-id.ts';

/** Removes a person. The row stays, for the name beside orders and audit records; everything personal is deleted. */
export const removeUser = operation({
  name: 'users.removeUser',
  description:
    'Removes a user for good. Addresses, phone, password and API keys are deleted and the login name is free again; ' +
    'the name stays beside orders and audit records. The seats that the user holds become free, or go to another user.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: UserId,
    handOverToId: PersonId.nullable()
      .default(null)
      .describe('Id of the user who gets the services and licences; null: their seats become free.'),
    confirmed: z
      .boolean()
      .refine((confirmed) => confirmed, { message: 'input.notConfirmed' })
      .describe('Must be true, because a removal cannot be undone.'),
  }),
  output: z.object({
    freedCount: z.int().describe('Seats that became free.'),
    handedOverCount: z.int().describe('Seats that the other user has now.'),
  }),
  refusals: ['users.notFound', 'users.moreRights', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId, handOverToId }) {
    const { tx, clock, audit, services } = context;
    // Always in one order, so that two who are removed at once for each other do not wait for each other.
    for (const id of [userId, ...(handOverToId === null ? [] : [handOverToId])].toSorted())
      await findPersonForUpdate(tx, id);
    await getPersonToExclude(context, userId);
    const successor = handOverToId === null ? null : await getSuccessor(context, userId, handOverToId);
    const seats = await services.heldServices.release(context, userId, successor);
    const now = clock.now();
    await services.credentials.remove(context, userId);
    await tx
      .update(person)
      .set({
        login: null,
        email: '',
        notificationEmail: null,
        phone: null,
        addressLine: null,
        city: null,
        province: null,
        postalCode: null,
        removedAt: now,
        updatedAt: now,
      })
      .where(eq(person.id, userId));
    await audit.record('users.removed', { userId, handOverToId, ...seats });
    return seats;
  },
});

/**
 * The person who gets the services of one who leaves: another one, who can use them.
 *
 * @throws Refusal `input.invalid` at `handOverToId`, `users.notFound`
 */
async function getSuccessor({ tx }: OperationContext, leavingId: PersonId, successorId: PersonId): Promise<PersonRow> {
  const successor = await getPersonForUpdate(tx, successorId);
  if (successor.id === leavingId || successor.disabledAt !== null)
    throw new Refusal('input.invalid', {}, [{ path: 'handOverToId', code: 'input.cannotReceive' }]);
  return successor;
}
