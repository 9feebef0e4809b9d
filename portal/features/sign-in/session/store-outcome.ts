import type { PersonRow, SignInOutcome } from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { PersonId } from '#platform/ids.ts';
import { networkOf } from '#platform/network.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { lockAfterFailure } from '../rules.ts';
import { signInAttempt } from '../tables.ts';
import { countFailures } from './failures.ts';
import { countFailureOfDevice, findKnownDevice, forgetDevices, rememberDevice } from './known-devices.ts';
import { lockPerson } from './locks.ts';

/** The outcome of an attempt, or of one step of it. `owner` is undefined where nobody has the login or the passkey. */
type Outcome = Readonly<{ owner: PersonRow | undefined; outcome: SignInOutcome; connection: Connection }>;

/** Stands for the person of a login that does not exist: the same queries run, and take the same time. */
const NOBODY = { id: '00000000-0000-0000-0000-000000000000' as PersonId, failuresCountFrom: null };

/**
 * Stores an outcome in the history and the audit. A success makes the device known; a wrong password or code counts
 * towards a lock. Callers hold the person's row, so that outcomes are counted one after the other.
 */
export async function storeOutcome(context: OperationContext, { owner, outcome, connection }: Outcome): Promise<void> {
  const { tx, audit, services } = context;
  const now = services.machineClock.now();
  const network = networkOf(connection.address);
  await tx.insert(signInAttempt).values({
    accountId: owner?.accountId ?? null,
    personId: owner?.id ?? null,
    outcome,
    ipAddress: connection.address,
    network,
    userAgent: connection.userAgent?.slice(0, 300) ?? null,
    attemptedAt: now,
  });
  await audit.record(eventOf(outcome), { personId: owner?.id ?? null, outcome }, owner?.accountId ?? null);
  const browser = { cookieHeader: connection.cookieHeader, publicUrl: services.publicUrl };
  if (outcome === 'signedIn' && owner !== undefined)
    connection.setCookie(await rememberDevice(tx, owner.id, browser, now));
  if (!isWrong(outcome)) return;

  const counted = owner ?? NOBODY;
  const device = await findKnownDevice(tx, counted.id, browser, now);
  if (device !== undefined) await countFailureOfDevice(tx, device);
  const counts = await countFailures(tx, counted, { network, now });
  const inSession = outcome === 'wrongCurrentPassword';
  const where = lockAfterFailure(counts, { inSession });
  if (owner === undefined || where === undefined) return;
  // Whoever guesses in a session sits at a device that was known.
  if (inSession) await forgetDevices(tx, owner.id);
  await lockPerson(context, owner, {
    network: where === 'network' ? network : null,
    address: connection.address,
  });
}

function eventOf(outcome: SignInOutcome): string {
  if (outcome === 'signedIn') return 'signIn.signedIn';
  return outcome === 'secondStepNeeded' ? 'signIn.passwordAccepted' : 'signIn.refused';
}

const WRONG: readonly SignInOutcome[] = [
  'wrongPassword',
  'wrongCurrentPassword',
  'wrongCode',
  'wrongPasskey',
  'unknownLogin',
];

/** An attempt with nothing right about it, whoever it names: an unknown login costs the time of a known one. */
function isWrong(outcome: SignInOutcome): boolean {
  return WRONG.includes(outcome);
}
