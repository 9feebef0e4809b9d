import { makePasswordLink } from '#features/sign-in/sign-in.ts';
import { AccountId } from '#platform/ids.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

/** Prints a link with which a person chooses a password: for an operator without a mail server. */
export async function printLink(login: string, account: string | undefined): Promise<void> {
  const accountId = account === undefined ? undefined : AccountId.safeParse(account).data;
  if (account !== undefined && accountId === undefined) throw new UsageError('--account takes the id of an account.');
  const { purpose, accountName, url, expiresAt } = await withPortal(({ app }) =>
    makePasswordLink(app, { login, accountId }),
  );
  const kind = purpose === 'activation' ? 'Activation link' : 'Link to choose a new password';
  process.stdout.write(
    `${kind} for ${login} of ${accountName}, valid once until ${expiresAt.toString({ smallestUnit: 'minute' })}.\n` +
      `Whoever has it acts as this person: give it to nobody else.\n${url}\n`,
  );
}
