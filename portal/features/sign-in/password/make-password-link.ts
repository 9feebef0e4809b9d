import { and, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { loginKeyOf, type PersonRow, person, setSignInState } from '#features/users/users.ts';
import { systemActor } from '#platform/actor.ts';
import type { AccountId } from '#platform/ids.ts';
import { type AppContext, inContext, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { ACTIVATION_LINK_LIFETIME, RECOVERY_LINK_LIFETIME } from '../rules.ts';
import { type LinkPurpose, replacePasswordLink } from './password-links.ts';

/** A link that the operator hands over, where no mail server is configured or no mail arrives. */
export type PasswordLink = Readonly<{
  purpose: LinkPurpose;
  accountName: string;
  url: string;
  expiresAt: Temporal.Instant;
}>;

/**
 * Makes the link of an activation, or of a recovery for a person who has a password; earlier links stop working. For
 * the command line alone: no operation gives a personal link away, and the audit of the account shows that it was made.
 *
 * @param given.accountId  tells apart people of several accounts who have the same login
 * @throws Refusal `users.notFound`, `users.isDisabled`, `signIn.severalPeople`
 */
export function makePasswordLink(
  app: AppContext,
  given: { login: string; accountId: AccountId | undefined },
): Promise<PasswordLink> {
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  return inContext(app, { kind: 'system' }, caller, app.log, async (context) => {
    const { owner, accountName } = await findOwner(context, given);
    const purpose = owner.passwordSetAt === null ? 'activation' : 'recovery';
    const now = context.clock.now();
    const expiresAt = now.add(purpose === 'activation' ? ACTIVATION_LINK_LIFETIME : RECOVERY_LINK_LIFETIME);
    const token = await replacePasswordLink(context.tx, { personId: owner.id, purpose, now, expiresAt });
    if (purpose === 'activation')
      await setSignInState(context.tx, owner.id, { activationSentAt: now, activationExpiresAt: expiresAt });
    await context.audit.record('signIn.linkMade', { personId: owner.id, purpose }, owner.accountId);
    return { purpose, accountName, url: `${context.services.publicUrl}${paths.activate(token)}`, expiresAt };
  });
}

async function findOwner(
  { tx }: OperationContext,
  { login, accountId }: { login: string; accountId: AccountId | undefined },
): Promise<{ owner: PersonRow; accountName: string }> {
  const ofAccount = accountId === undefined ? undefined : eq(person.accountId, accountId);
  const found = await tx
    .select({ owner: person, accountName: account.name })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(and(eq(person.loginKey, loginKeyOf(login)), ofAccount));
  const [first] = found;
  if (first === undefined) throw new Refusal('users.notFound');
  if (found.length > 1) {
    const accounts = found.map(({ owner, accountName }) => `${owner.accountId} (${accountName})`).join(', ');
    throw new Refusal('signIn.severalPeople', { login, accounts });
  }
  if (first.owner.disabledAt !== null) throw new Refusal('users.isDisabled', { login });
  return first;
}
