import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { refuseRolesToGive } from '../manage/guards.ts';
import { addPerson } from '../people/add-person.ts';
import { refuseMailFlood } from '../people/mail-limit.ts';
import { GivenRoles } from '../people/person-schema.ts';
import { ASSIGNMENT_REFUSALS, ServiceIds } from '../services/service-ids.ts';
import { judgePeople, type ValidPerson } from './judge-people.ts';
import { JudgedRow, TypedPeople } from './people-schema.ts';

const Choices = z.object({
  roles: GivenRoles,
  locale: Locale.default('it').describe('Language of pages and mails.'),
  serviceIds: ServiceIds.default([]).describe('Ids of services of which each user gets a seat, at most 50.'),
  sendActivationMail: z.boolean().describe('Sends each the mail whose link lets the user choose a password.'),
});

const AddedRow = JudgedRow.extend({
  userId: z.string().nullable().describe('Id of the user who was added; null: nobody was.'),
});

/** Adds several people to the account. */
export const createUsers = operation({
  name: 'users.createUsers',
  description:
    'Adds up to 1,000 users with the same roles and services. Who is a user already, by e-mail, is left as is, so that ' +
    'a list that is sent twice adds nobody twice. A faulty row refuses all of them, or is left out with `onlyValid`; ' +
    'so does a service without a free seat for each.',
  kind: 'write',
  permission: 'users.manage',
  input: Choices.extend({
    rows: TypedPeople,
    onlyValid: z.boolean().default(false).describe('True: faulty rows are left out instead of refusing all.'),
  }),
  output: z.object({
    createdCount: z.int().describe('Users who were added.'),
    rows: z.array(AddedRow).describe('One for each row, in the same order.'),
  }),
  refusals: ['users.moreRights', 'users.rowsFaulty', 'users.tooManyMails', ...ASSIGNMENT_REFUSALS],
  async run(context, { rows, onlyValid, ...choices }) {
    const { tx, accountId, audit } = context;
    await refuseRolesToGive(context, accountId, choices.roles);
    const judged = await judgePeople(tx, accountId, rows);
    const faultyCount = judged.filter(({ status }) => status === 'faulty').length;
    if (faultyCount > 0 && !onlyValid) throw new Refusal('users.rowsFaulty', { count: faultyCount });
    const results: z.input<typeof AddedRow>[] = [];
    for (const row of judged) {
      const userId = row.status === 'valid' ? await add(context, row.person, choices) : null;
      const problems = row.problems.map((problem) => ({ ...problem, facts: { ...problem.facts } }));
      results.push({ status: row.status, problems, userId });
    }
    const createdCount = results.filter(({ userId }) => userId !== null).length;
    await audit.record('users.listAdded', { rowCount: rows.length, createdCount, faultyCount });
    return { createdCount, rows: results };
  },
});

async function add(
  context: OperationContext,
  valid: ValidPerson,
  { roles, locale, serviceIds, sendActivationMail }: z.output<typeof Choices>,
): Promise<string> {
  const { tx, clock, audit, accountId, services } = context;
  const added = await addPerson(tx, { ...valid, accountId, roles, locale }, clock.now());
  for (const serviceId of serviceIds.toSorted() as Id<'service'>[])
    await services.heldServices.assign(context, added, serviceId);
  if (sendActivationMail) {
    await refuseMailFlood(context, added.email);
    await services.credentials.sendActivation(context, added);
  }
  await audit.record('users.created', {
    userId: added.id,
    roles: roles.join(' '),
    activationMail: sendActivationMail,
  });
  return added.id;
}
