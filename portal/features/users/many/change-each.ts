import { and, asc, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { isRefusal, Refusal } from '#platform/refusal.ts';
import { displayName, type PersonRow } from '../people/people.ts';
import { person } from '../tables.ts';
import { actFor, changesNothing, type ManyAction, serviceOf } from './many-actions.ts';

/** What became of one person, or would. */
export const PersonOutcome = z.object({
  userId: z.string().describe('Id of the user.'),
  name: z.string().describe('First and last name.'),
  outcome: z
    .enum(['done', 'unchanged', 'refused'])
    .describe('`unchanged`: it was so already; `refused`: it cannot be.'),
  code: z.string().nullable().describe('Code of the refusal, as for one user; null unless it was refused.'),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Values for the sentence of the code.'),
});
export type PersonOutcome = z.output<typeof PersonOutcome>;

/**
 * Does something for each of several people, by name: what is refused for one is undone for that one alone. All are
 * locked before the first is changed, in one order, so that two such changes at once happen one after the other.
 *
 * @throws Refusal `users.notFound` when one of them is nobody of the account
 */
export async function changeEach(
  context: OperationContext,
  userIds: readonly PersonId[],
  action: ManyAction,
): Promise<PersonOutcome[]> {
  const people = await lockPeople(context, userIds);
  const holders = await findHolders(context, userIds, action);
  const outcomes: PersonOutcome[] = [];
  for (const one of people) {
    const named = { userId: one.id, name: displayName(one), code: null, facts: {} };
    if (changesNothing(action, one, holders.has(one.id))) {
      outcomes.push({ ...named, outcome: 'unchanged' });
      continue;
    }
    const refusal = await attempt(context, (inside) => actFor(inside, one.id, action));
    if (refusal === undefined) outcomes.push({ ...named, outcome: 'done' });
    else outcomes.push({ ...named, outcome: 'refused', code: refusal.code, facts: refusal.facts });
  }
  return outcomes;
}

async function lockPeople({ tx }: OperationContext, userIds: readonly PersonId[]): Promise<PersonRow[]> {
  const ids = [...new Set(userIds)];
  const rows = await tx
    .select()
    .from(person)
    .where(and(inArray(person.id, ids), isNull(person.removedAt)))
    .orderBy(asc(person.id))
    .for('no key update');
  if (rows.length < ids.length) throw new Refusal('users.notFound');
  const nameOf = ({ lastName, firstName }: PersonRow) => `${lastName} ${firstName}`;
  return rows.toSorted((left, right) => nameOf(left).localeCompare(nameOf(right)));
}

/** Those of the people who hold the service that the action is about. */
async function findHolders(
  { tx, services }: OperationContext,
  userIds: readonly PersonId[],
  action: ManyAction,
): Promise<ReadonlySet<PersonId>> {
  const serviceId = serviceOf(action);
  if (serviceId === null) return new Set();
  const rows = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(inArray(person.id, [...userIds]), services.heldServices.holdsAny(person.id, [serviceId])));
  return new Set(rows.map(({ id }) => id));
}

/** Runs a part of the transaction; a refusal undoes that part, with its audit records, and is returned. */
async function attempt(
  context: OperationContext,
  run: (inside: OperationContext) => Promise<unknown>,
): Promise<Refusal | undefined> {
  const recorded: Parameters<OperationContext['audit']['record']>[] = [];
  const audit: OperationContext['audit'] = {
    async record(...given) {
      recorded.push(given);
    },
  };
  await context.tx.execute(sql`savepoint one_person`);
  try {
    // Inherited, not copied: the context has parts that may only be read by operations that need them.
    await run(Object.assign(Object.create(context) as OperationContext, { audit }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await context.tx.execute(sql`rollback to savepoint one_person`);
    return error;
  }
  await context.tx.execute(sql`release savepoint one_person`);
  for (const given of recorded) await context.audit.record(...given);
  return undefined;
}
