import { createHash } from 'node:crypto';
import { onCommittedWrite } from '#platform/preparing-client.server.ts';

/**
 * A caller who was recognised is known for so long without asking the database again. Other processes' revocations take
 * effect within this time, this process's own at once; see docs/decisions/0031.
 */
export const KNOWN_FOR_MS = 2_000;
const KNOWN_MAX = 10_000;
/** All tables that decide who a caller is and what the caller may do. */
const DECIDING_TABLES = ['api_key', 'session', 'person', 'account', 'sign_in_lock', 'impersonation'];

/** Callers recognised a moment ago, by a digest of the secret that they sent and of the place that it came from. */
export class KnownCallers<Known> {
  readonly #entries = new Map<string, { known: Known; readAtMs: number }>();
  readonly #nowMs: () => number;
  #generation = 0;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    onCommittedWrite(DECIDING_TABLES, () => this.forgetAll());
  }

  find(key: string): Known | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (this.#nowMs() - entry.readAtMs < KNOWN_FOR_MS) return entry.known;
    this.#entries.delete(key);
    return undefined;
  }

  /**
   * Begins a reading. The function that it returns keeps what was read, unless one of the tables was written meanwhile:
   * it may be older than that. The time counts from the beginning of the reading.
   */
  reading(key: string): (known: Known) => void {
    const readAtMs = this.#nowMs();
    const generation = this.#generation;
    return (known) => {
      if (generation !== this.#generation) return;
      if (this.#entries.size >= KNOWN_MAX) this.#entries.clear();
      this.#entries.set(key, { known, readAtMs });
    };
  }

  forgetAll(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}

/** No secret is kept in memory for its callers: a digest stands for it. */
export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
