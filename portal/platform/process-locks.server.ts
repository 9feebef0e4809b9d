import pg from 'pg';
import { DatabaseAway, isConnectionFault } from './database-away.ts';

/** Locks by name, for longer than a transaction: of all processes of a database one at a time holds a name. */
export type ProcessLocks = Readonly<{
  /**
   * Runs while the lock of a name is held. Where it is held already, here or by another process, nothing waits.
   *
   * @param run  its signal fires when the connection that holds the lock is lost: another process may have it then
   * @returns false when the lock was held already
   * @throws DatabaseAway when the database does not answer, or the lock was lost
   */
  whileHeld(name: string, run: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
  close(): Promise<void>;
}>;

/** A connection for each name that is held at the same time; without work they are closed. */
const CONNECTIONS_MAX = 30;
/** The server ends a transaction that says nothing for a minute: a process that stands still loses its locks. */
const BEAT_MS = 20_000;

/**
 * @param server  how to connect, with a limit to the time that a transaction may say nothing; undefined for the
 *   embedded database, which one process alone uses
 */
export function createProcessLocks(server?: pg.PoolConfig): ProcessLocks {
  const heldHere = new Set<string>();
  const pool = server === undefined ? undefined : new pg.Pool({ ...server, max: CONNECTIONS_MAX });
  // A connection without work that the server closes is opened anew when it is needed.
  pool?.on('error', () => {});
  return {
    async whileHeld(name, run) {
      if (heldHere.has(name)) return false;
      heldHere.add(name);
      try {
        if (pool !== undefined) return await holdOnServer(pool, name, run);
        await run(new AbortController().signal);
        return true;
      } finally {
        heldHere.delete(name);
      }
    },
    close: async () => pool?.end(),
  };
}

/** The lock belongs to an open transaction of its own connection, and ends with either of them. */
async function holdOnServer(pool: pg.Pool, name: string, run: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
  const client = await pool.connect().catch(throwAway);
  const lost = new AbortController();
  const lose = (error: Error) => lost.abort(new DatabaseAway(error));
  client.on('error', lose);
  const beat = setInterval(() => client.query('select 1').catch(lose), BEAT_MS);
  try {
    await client.query('begin').catch(throwAway);
    const lock = 'select pg_try_advisory_xact_lock(hashtext($1)) as "isHeld"';
    const { rows } = await client.query<{ isHeld: boolean }>(lock, [name]).catch(throwAway);
    const isHeld = rows[0]?.isHeld === true;
    if (isHeld) await run(lost.signal);
    lost.signal.throwIfAborted();
    await client.query('commit').catch(throwAway);
    client.off('error', lose);
    client.release();
    return isHeld;
  } catch (error) {
    // Closing the connection frees the lock, whatever state the transaction is in.
    client.release(true);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

function throwAway(error: unknown): never {
  throw isConnectionFault(error) ? new DatabaseAway(error) : error;
}
