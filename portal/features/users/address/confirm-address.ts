import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from '../people/people.ts';
import { completeSignInChange } from '../people/sign-in-change.ts';
import { isConfirmedByOther, refuseTakenInAccount } from '../people/taken.ts';
import { addressChange, person } from '../tables.ts';
import type { AddressChangeRow } from './address-changes.ts';
import { AddressToken } from './address-token.ts';
import { ADDRESS_LINK_REFUSALS, openAddressLink } from './open-address-link.ts';

/** Makes a new address the person's own, by the link in the mail to it. */
export const confirmAddress = operation({
  name: 'users.confirmAddress',
  description:
    'Makes a new address the sign-in e-mail, the login name or both, by the link in the mail to it. The link works ' +
    'once. Sessions, API keys and links of the person end, and the old and the new address are notified.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: AddressToken }),
  output: z.object({ login: z.string().describe('Login name of the person, to sign in.') }),
  refusals: [...ADDRESS_LINK_REFUSALS, 'users.addressTaken'],
  async run(context, { token }) {
    const { tx, clock, audit } = context;
    const now = clock.now();
    const { change, owner } = await openAddressLink(tx, token, now);
    await refuseTaken(context, owner, change);
    const after = await applyChange(context, owner, change);
    await tx.update(addressChange).set({ confirmedAt: now }).where(eq(addressChange.id, change.id));
    await completeSignInChange(context, owner, after);
    const { changesEmail, changesLogin } = change;
    await audit.record('users.addressConfirmed', { userId: owner.id, changesEmail, changesLogin }, owner.accountId);
    return { login: after.login ?? '' };
  },
});

/** Meanwhile another person may have come to the address. Its reader may know: the mailbox is theirs. */
async function refuseTaken({ tx }: OperationContext, owner: PersonRow, change: AddressChangeRow): Promise<void> {
  const { address, changesEmail, changesLogin } = change;
  const wanted = { ...(changesEmail ? { email: address } : {}), ...(changesLogin ? { login: address } : {}) };
  try {
    await refuseTakenInAccount(
      tx,
      { accountId: owner.accountId, except: owner.id, ...wanted },
      { login: 'login', email: 'email' },
    );
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('users.addressTaken');
    throw error;
  }
  if (await isConfirmedByOther(tx, address, owner.id)) throw new Refusal('users.addressTaken');
}

async function applyChange(
  { tx, clock }: OperationContext,
  owner: PersonRow,
  { address, changesEmail, changesLogin }: AddressChangeRow,
): Promise<PersonRow> {
  const now = clock.now();
  const changes = {
    ...(changesEmail ? { email: address } : {}),
    ...(changesLogin ? { login: address } : {}),
    ...(changesEmail || address === owner.email ? { emailConfirmedAt: now } : {}),
    updatedAt: now,
  };
  await tx.update(person).set(changes).where(eq(person.id, owner.id));
  return { ...owner, ...changes };
}
