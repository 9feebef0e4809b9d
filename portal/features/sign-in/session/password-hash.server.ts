import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type { Connection } from '#platform/connection.ts';
import { FairQueue, QueueFull } from '#platform/fair-queue.ts';
import { networkOf } from '#platform/network.server.ts';
import { Refusal } from '#platform/refusal.ts';

/**
 * The library computes in Node's pool of four threads, where files and host names are read too: two are left to them.
 * A sign-in compares two hashes at least; at about 80 ms each the last of the queue waits a quarter of a minute.
 */
const LIMITS = { running: 2, waiting: 400, waitingPerSource: 240 };
/** Until then a good part of the queue is done. */
const RETRY_AFTER_SECONDS = 5;

/** Salt and key as the library stores them. No password has this key. */
const HASH_OF_NOBODY = `${'0'.repeat(32)}:${'0'.repeat(128)}`;

/** The caller for whom a password is hashed: whoever sends many waits for their own. */
type For = Connection | undefined;

/** How one password is hashed, and compared with a hash. */
export type PasswordHasher = Readonly<{
  hash: (password: string) => Promise<string>;
  verify: (compared: { hash: string; password: string }) => Promise<boolean>;
}>;

const SCRYPT: PasswordHasher = { hash: hashPassword, verify: verifyPassword };

/** Hashes and compares the passwords of a process. */
export type PasswordHashing = ReturnType<typeof createPasswordHashing>;

/**
 * Hashing costs a tenth of a second and 32 MB on purpose. It happens in other threads, in a queue with a limit, and
 * never inside a transaction: others would wait for its rows, with the embedded database everybody.
 */
export function createPasswordHashing({ limits = LIMITS, hasher = SCRYPT } = {}) {
  const queue = new FairQueue(limits);

  async function bounded<T>(caller: For, work: () => Promise<T>): Promise<T> {
    try {
      return await queue.run(caller === undefined ? 'internal' : networkOf(caller.address), work);
    } catch (error) {
      if (error instanceof QueueFull) throw new Refusal('signIn.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      throw error;
    }
  }

  return {
    /** @throws Refusal `signIn.busy` */
    hash: (password: string, caller?: For): Promise<string> => bounded(caller, () => hasher.hash(password)),
    /**
     * Without a hash the comparison takes the same time and fails.
     *
     * @throws Refusal `signIn.busy`
     */
    verify: (compared: { hash: string | null; password: string }, caller?: For): Promise<boolean> =>
      bounded(caller, () => hasher.verify({ hash: compared.hash ?? HASH_OF_NOBODY, password: compared.password })),
  };
}
