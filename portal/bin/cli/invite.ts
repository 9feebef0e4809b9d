import { invitePerson } from '#features/provider/provider.ts';
import { systemActor } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { linkSentence } from '../link-sentence.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

const ROLES = { administrator: 'provider', operator: 'providerOperator' } as const;

/** Prints a one-time link with which a person of the provider's staff makes the own access. */
export async function inviteToStaff(given: {
  email: string | undefined;
  name: string | undefined;
  role: string | undefined;
}): Promise<void> {
  const input = { ...namesOf(given.name), email: given.email ?? null, role: roleOf(given.role) };
  const { url, expiresAt } = await withPortal(({ app }) =>
    runOperation(app, invitePerson, input, { actor: systemActor(), requestId: crypto.randomUUID() }),
  );
  process.stdout.write(`${linkSentence('The person opens this link', { url, expiresAt })}\n`);
}

/** "Paola Ferrari": the first word is the first name. The person may change both. */
function namesOf(name: string | undefined) {
  const [firstName, ...lastName] = (name ?? '').trim().split(/\s+/);
  return { firstName: firstName || null, lastName: lastName.join(' ') || null };
}

function roleOf(role = 'administrator') {
  if (role === 'administrator' || role === 'operator') return ROLES[role];
  throw new UsageError('--role takes "administrator" or "operator".');
}
