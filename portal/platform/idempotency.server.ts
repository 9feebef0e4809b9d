import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from './database.server.ts';
import type { AccountId, PersonId } from './ids.ts';
import { assert, Refusal } from './refusal.ts';
import type { SecretBox } from './secret-box.server.ts';
import { idempotentCall } from './tables.ts';

/*
 * A caller who got no answer cannot know whether the write happened. With an idempotency key the caller sends the
 * request again: the answer of the first call is stored with its key and given again, and nothing is written twice.
 *
 * A key belongs to one person. A write stores its answer in its own transaction, so that either both are there or
 * neither is. An operation that waits for the outside world has no transaction of its own: its key is reserved first,
 * and the answer stored at the end. Refused and failed calls store nothing; the key may be used again.
 *
 * Answers may hold what only this person may see (an API key that was just made): they are stored sealed.
 */

/** Answers are kept this long at least. */
export const IDEMPOTENCY_KEY_LIFETIME = Temporal.Duration.from({ hours: 24 });

export type KeyedRequest = Readonly<{
  accountId: AccountId;
  personId: PersonId;
  key: string;
  operation: string;
  /** Of the input as it was sent, see {@link hashOfInput}. */
  inputHash: string;
}>;

type Given = Readonly<{ secretBox: SecretBox; request: KeyedRequest }>;

/**
 * Gives the answer stored under the key, or runs the write and stores its answer, all in `tx`.
 *
 * @throws Refusal `idempotency.keyInUse` while another call with the key runs, `idempotency.otherRequest` when the key
 *   was used for another operation or input
 */
export async function answerWriteOnce<Answer>(
  { tx, now, ...given }: Given & Readonly<{ tx: Tx; now: Temporal.Instant }>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { request } = given;
  const { isFree, stored } = await claimKey(tx, request);
  if (!isFree) throw new Refusal('idempotency.keyInUse');
  if (stored !== undefined) return storedAnswer<Answer>(given, stored);

  const answer = await run();
  const written = await tx
    .insert(idempotentCall)
    .values({ ...request, sealedAnswer: sealedOf(given, answer), inUseUntil: null, createdAt: now })
    .onConflictDoNothing({ target: [idempotentCall.personId, idempotentCall.key] })
    .returning({ key: idempotentCall.key });
  // The call before ended between the two halves of the claim: it is not repeated, and its answer is there next time.
  if (written.length === 0) throw new Refusal('idempotency.keyInUse');
  return answer;
}

/** Takes the key for this transaction and looks its stored call up, in one statement. */
async function claimKey(tx: Tx, request: KeyedRequest): Promise<{ isFree: boolean; stored: StoredCall | undefined }> {
  const lock = `idempotency:${request.personId}:${request.key}`;
  const claim = tx.select({
    isFree: sql<boolean>`pg_try_advisory_xact_lock(hashtextextended(${lock}, 0))`.as('is_free'),
  });
  const one = claim.from(sql`(select 1) as one`).as('idempotency_claim');
  const [row] = await tx
    .select({ isFree: one.isFree, stored: idempotentCall })
    .from(one)
    .leftJoin(idempotentCall, callOf(request));
  assert(row !== undefined, 'the claim answers');
  return { isFree: row.isFree, stored: row.stored ?? undefined };
}

/**
 * The same for an operation that runs outside a transaction. A process that dies leaves the key in use until the time
 * limit of the operation has passed; then the operation may run again.
 */
export async function answerAskOnce<Answer>(
  given: Given &
    Readonly<{
      inTransaction<T>(store: (tx: Tx) => Promise<T>): Promise<T>;
      now(): Temporal.Instant;
      timeoutMs: number;
    }>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { request, timeoutMs, inTransaction } = given;
  const inUseUntil = sql<Temporal.Instant>`now() + make_interval(secs => ${timeoutMs / 1000})`;
  const stored = await inTransaction(async (tx) => {
    const reserved = await tx
      .insert(idempotentCall)
      .values({ ...request, sealedAnswer: null, inUseUntil, createdAt: given.now() })
      .onConflictDoUpdate({
        target: [idempotentCall.personId, idempotentCall.key],
        set: { inUseUntil },
        setWhere: sql`${idempotentCall.operation} = ${request.operation}
          and ${idempotentCall.inputHash} = ${request.inputHash} and ${idempotentCall.inUseUntil} < now()`,
      })
      .returning({ key: idempotentCall.key });
    return reserved.length > 0 ? undefined : findCall(tx, request);
  });
  if (stored !== undefined) return storedAnswer<Answer>(given, stored);

  try {
    const answer = await run();
    await inTransaction((tx) =>
      tx
        .update(idempotentCall)
        .set({ sealedAnswer: sealedOf(given, answer), inUseUntil: null })
        .where(callOf(request)),
    );
    return answer;
  } catch (error) {
    await inTransaction((tx) => tx.delete(idempotentCall).where(callOf(request)));
    throw error;
  }
}

/** Equal for equal inputs, whatever the order of their fields; files count with their content. */
export async function hashOfInput(input: unknown): Promise<string> {
  const hash = createHash('sha256');
  await addToHash(hash, input);
  return hash.digest('base64url');
}

async function addToHash(hash: ReturnType<typeof createHash>, value: unknown): Promise<void> {
  if (value instanceof Blob) {
    const content = createHash('sha256');
    for await (const chunk of value.stream()) content.update(chunk);
    hash.update(`file:${content.digest('base64url')};`);
  } else if (Array.isArray(value)) {
    hash.update('[');
    for (const item of value) await addToHash(hash, item);
    hash.update(']');
  } else if (typeof value === 'object' && value !== null) {
    hash.update('{');
    const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    for (const [name, item] of entries) {
      if (item === undefined) continue;
      hash.update(`${JSON.stringify(name)}:`);
      await addToHash(hash, item);
    }
    hash.update('}');
  } else {
    hash.update(`${JSON.stringify(value)};`);
  }
}

type StoredCall = typeof idempotentCall.$inferSelect;

function callOf({ personId, key }: KeyedRequest) {
  return and(eq(idempotentCall.personId, personId), eq(idempotentCall.key, key));
}

async function findCall(tx: Tx, request: KeyedRequest): Promise<StoredCall | undefined> {
  const [row] = await tx.select().from(idempotentCall).where(callOf(request));
  return row;
}

function storedAnswer<Answer>({ secretBox, request }: Given, stored: StoredCall): Answer {
  if (stored.operation !== request.operation || stored.inputHash !== request.inputHash)
    throw new Refusal('idempotency.otherRequest');
  if (stored.sealedAnswer === null) throw new Refusal('idempotency.keyInUse');
  // Sealed by this module from an answer of the same operation: its type is the operation's.
  return JSON.parse(secretBox.open(stored.sealedAnswer, idempotentAnswerPurpose(request))) as Answer;
}

function sealedOf({ secretBox, request }: Given, answer: unknown): string {
  return secretBox.seal(JSON.stringify(answer ?? null), idempotentAnswerPurpose(request));
}

/** The purpose under which an answer is sealed. */
export function idempotentAnswerPurpose({ personId, key }: Readonly<{ personId: string; key: string }>): string {
  return `idempotent answer ${personId} ${key}`;
}
