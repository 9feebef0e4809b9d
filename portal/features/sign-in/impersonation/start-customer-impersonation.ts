import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  findPersonForUpdate,
  listPeopleWith,
  mailFactsOf,
  type PersonRow,
  sendSignInMail,
} from '#features/users/users.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { beginImpersonation, getImpersonated, storeRequest } from './begin-impersonation.ts';
import { findOpenRequest } from './find-open-request.ts';
import { impersonationRequestedMail } from './impersonation-requested.mail.ts';
import type { ImpersonationRow } from './impersonation-row.ts';
import { requestStateOf } from './impersonation-rules.ts';
import { ImpersonationRequest } from './impersonation-schema.ts';

/** Uses the portal in the place of a person of a customer, or asks the customer whether that may be. */
export const startCustomerImpersonation = operation({
  name: 'signIn.startCustomerImpersonation',
  description:
    'Lets the session of the caller, of the provider’s staff, use the portal in the place of a customer’s user for ' +
    '30 minutes, without changing anything unless `mayWrite`. Where the customer agrees each time, the first call ' +
    'asks its administrators by mail, and a call within 24 hours of their consent starts. The user gets a mail with ' +
    'name and reason; every record in the audit has both names.',
  kind: 'write',
  permission: 'provider.impersonate',
  scope: 'provider',
  input: ImpersonationRequest,
  output: z.object({
    status: z.enum(['started', 'requested']).describe('`requested`: an administrator of the customer has to agree.'),
    endsAt: InstantText.nullable().describe('End, UTC, exclusive, machine time; null: not started.'),
  }),
  refusals: [
    'users.notFound',
    'users.notOneself',
    'signIn.personDisabled',
    'signIn.sessionNeeded',
    'signIn.impersonationOff',
  ],
  async run(context, { userId, ...wanted }) {
    const { target, rule } = await getCustomerPerson(context, userId);
    if (rule === 'never') throw new Refusal('signIn.impersonationOff', { name: target.firstName });
    const request = { ...wanted, byProvider: true };
    if (rule === 'allowed') return start(context, target, await storeRequest(context, target, request));
    const open = await findOpenRequest(context, target.id);
    if (open === undefined) {
      await askAdministrators(context, target, await storeRequest(context, target, request));
      return { status: 'requested' as const, endsAt: null };
    }
    if (requestStateOf(open, context.services.machineClock.now()) === 'agreed') return start(context, target, open);
    await context.audit.record('signIn.impersonationStillWaits', { userId: target.id }, target.accountId);
    return { status: 'requested' as const, endsAt: null };
  },
});

async function start(context: OperationContext, target: PersonRow, requested: ImpersonationRow) {
  const endsAt = await beginImpersonation(context, target, requested);
  return { status: 'started' as const, endsAt: endsAt.toString() };
}

/** Only people of customers: staff of the provider act in a colleague's place as its administrators do. */
async function getCustomerPerson(context: OperationContext, userId: PersonRow['id']) {
  const { tx } = context;
  const found = await findPersonForUpdate(tx, userId);
  const target = await getImpersonated(context, found);
  const [company] = await tx
    .select({ kind: account.kind, status: account.status, rule: account.impersonationByProvider })
    .from(account)
    .where(eq(account.id, target.accountId));
  assert(company !== undefined, 'a person of no account');
  if (company.kind !== 'customer' || company.status === 'closed') throw new Refusal('users.notFound');
  return { target, rule: company.rule };
}

async function askAdministrators(
  context: OperationContext,
  target: PersonRow,
  requested: ImpersonationRow,
): Promise<void> {
  const { tx, audit } = context;
  const { reason, mayWrite, impersonatorName } = requested;
  const facts = { userId: target.id, impersonatorName, reason, mayWrite };
  await audit.record('signIn.impersonationRequested', facts, target.accountId);
  const mailFacts = { target, requested, ...(await mailFactsOf(context, target.accountId)) };
  for (const reader of await listPeopleWith(tx, target.accountId, 'accounts.manage'))
    await sendSignInMail(context, reader, (t) => impersonationRequestedMail(t, { ...mailFacts, reader }));
}
