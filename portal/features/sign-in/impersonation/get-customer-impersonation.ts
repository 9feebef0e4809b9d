import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { displayName, findPerson } from '#features/users/users.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findOpenRequest } from './find-open-request.ts';
import { requestStateOf } from './impersonation-rules.ts';
import { ImpersonationByProvider } from './set-impersonation-rule.ts';

/** Whether the caller, of the provider's staff, may act in the place of a customer's person. */
export const getCustomerImpersonation = operation({
  name: 'signIn.getCustomerImpersonation',
  description:
    'Returns whether the caller, of the provider’s staff, may use the portal in the place of a customer’s user: the ' +
    'rule of the customer, and the state of the caller’s own request.',
  kind: 'read',
  permission: 'provider.impersonate',
  scope: 'provider',
  input: z.object({ userId: PersonId.describe('Id of the user.') }),
  output: z.object({
    userId: z.string().describe('Id of the user.'),
    displayName: z.string().describe('First and last name.'),
    isDisabled: z.boolean().describe('True: nobody can act in the place of a disabled user.'),
    accountId: z.string().describe('Account of the customer.'),
    accountName: z.string().describe('Name of the customer.'),
    rule: ImpersonationByProvider,
    request: z
      .enum(['waiting', 'agreed'])
      .nullable()
      .describe('State of the caller’s open request; null: there is none.'),
  }),
  refusals: ['users.notFound'],
  async run(context, { userId }) {
    const { tx, services } = context;
    const target = await findPerson(tx, userId);
    if (target === undefined) throw new Refusal('users.notFound');
    const [company] = await tx
      .select({ name: account.name, kind: account.kind, rule: account.impersonationByProvider })
      .from(account)
      .where(eq(account.id, target.accountId));
    if (company?.kind !== 'customer') throw new Refusal('users.notFound');
    const open = await findOpenRequest(context, userId);
    const isAgreed = open !== undefined && requestStateOf(open, services.machineClock.now()) === 'agreed';
    return {
      userId,
      displayName: displayName(target),
      isDisabled: target.disabledAt !== null,
      accountId: target.accountId,
      accountName: company.name,
      rule: company.rule,
      request: open === undefined ? null : isAgreed ? ('agreed' as const) : ('waiting' as const),
    };
  },
});
