import type { z } from 'zod';
import type { Actor } from './actor.ts';
import { type Audit, auditIn } from './audit.server.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Database, Scope, Tx } from './database.server.ts';
import { answerAskOnce, answerWriteOnce, hashOfInput, type KeyedRequest } from './idempotency.server.ts';
import type { AccountId, PersonId } from './ids.ts';
import { isTooDeep, textRefusals } from './input-text.ts';
import type { JobQueue, JobSpec, KeyedData, StartOptions } from './job-queue.ts';
import { type KeyScope, keyScopeOf } from './key-scopes.ts';
import type { Log } from './logging.server.ts';
import { checkOnBehalf } from './on-behalf.ts';
import { isPermitted, type Permission } from './permissions.ts';
import { assert, type FieldRefusal, isRefusal, Refusal } from './refusal.ts';

/** Services beyond the platform. The shell lists them with their types in `shell/services.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the shell through declaration merging
export interface Services {}

/** Everything that operations, jobs and passes share, made once at the start of a process. */
export type AppContext = Readonly<{
  database: Database;
  clock: Clock;
  queue: JobQueue;
  log: Log;
  services: Services;
}>;

export type OperationContext = Readonly<{
  tx: Tx;
  clock: Clock;
  audit: Audit;
  /** Starts work that leaves the portal, committed together with this transaction. */
  jobs: {
    start<Data>(job: JobSpec<Data>, data: Data, options?: StartOptions): Promise<void>;
    /** See `JobQueue.startMissing`. */
    startMissing<Data>(job: JobSpec<Data>, jobs: readonly KeyedData<Data>[]): Promise<void>;
  };
  actor: Actor;
  /** The actor's account. A bug when there is none: only provider and system operations run without one. */
  accountId: AccountId;
  /** The actor's person. A bug when there is none. */
  personId: PersonId;
  services: Services;
  requestId: string;
  /** The HTTP request that the operation runs for; undefined for a job or the command line. */
  connection: Connection | undefined;
  log: Log;
}>;

/**
 * The context of an operation that calls the outside world while a person waits: no transaction stays open meanwhile.
 */
export type AskContext = Omit<OperationContext, 'tx' | 'audit' | 'jobs'> &
  Readonly<{
    inTransaction<T>(run: (context: OperationContext) => Promise<T>): Promise<T>;
    /** Fires when the time limit of the question passes. */
    signal: AbortSignal;
  }>;

type Declared<Name extends string, In extends z.ZodType, Out extends z.ZodType> = {
  /** `module.verbNoun`, unique in the portal. */
  name: Name;
  /** One or two sentences for callers by REST and the command line: its effect, and the consequences of it. */
  description?: string;
  permission: Permission;
  /**
   * The scope that an API key needs, where it is another than that of permission and kind; `never`: no key may, as for
   * everything that shows a secret or changes a password, a second factor, a session or a key.
   */
  keyScope?: KeyScope | 'never';
  /**
   * Nobody calls it in another person's place, where permission and kind would let them: the rules of signing in, and
   * what shows or changes the way in of others.
   */
  onBehalf?: 'never';
  /**
   * Rows that it sees: of the actor's account (default), or of every account (`provider`: staff; `system`: sign-in).
   */
  scope?: 'account' | 'provider' | 'system';
  input: In;
  output: Out;
  /** Every refusal code that `run` may throw, beside `input.invalid` and `permission.denied`. */
  refusals?: readonly string[];
};

export type ReadOrWrite<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> = Declared<Name, In, Out> & {
  /** A `write` must leave an audit record; a `read` must not write. */
  kind: 'read' | 'write';
  run(context: OperationContext, input: z.output<In>): Promise<z.input<Out>>;
};

export type Ask<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> = Declared<Name, In, Out> & {
  /** Calls the outside world while a person waits. It may write through `inTransaction`. */
  kind: 'ask';
  timeoutMs: number;
  run(context: AskContext, input: z.output<In>): Promise<z.input<Out>>;
};

export type Operation<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> = ReadOrWrite<Name, In, Out> | Ask<Name, In, Out>;

/** An operation whose schemas are not known to the caller: an entry of the registry. */
export type AnyOperation = Operation;

/** Declares an operation. Pages, REST, the command line and tests all call it through {@link runOperation}. */
export function operation<Name extends string, In extends z.ZodType, Out extends z.ZodType>(
  declared: ReadOrWrite<Name, In, Out>,
): ReadOrWrite<Name, In, Out> {
  return declared;
}

/** Declares an operation that calls the outside world, with a time limit. */
export function ask<Name extends string, In extends z.ZodType, Out extends z.ZodType>(
  declared: Omit<Ask<Name, In, Out>, 'kind'>,
): Ask<Name, In, Out> {
  return { kind: 'ask', ...declared };
}

/** The caller of an operation. */
export type OperationCaller = Readonly<{
  actor: Actor;
  requestId: string;
  /** The HTTP request that the operation runs for, if any. */
  connection?: Connection | undefined;
  /** Chosen by the caller: a second call with the same key and input gets the first one's answer. Reads ignore it. */
  idempotencyKey?: string | undefined;
}>;

/**
 * Refuses an actor whose roles lack the permission of an operation, who may not call it in another person's place, or
 * whose API key lacks its scope.
 */
export function checkPermission(actor: Actor, op: AnyOperation): void {
  if (!isPermitted(actor.roles, op.permission)) throw new Refusal('permission.denied', { permission: op.permission });
  checkOnBehalf(actor, op);
  if (actor.keyScopes === undefined) return;
  const scope = keyScopeOf(op);
  if (scope === 'never') throw new Refusal('permission.notByKey');
  if (!actor.keyScopes.includes(scope)) throw new Refusal('permission.scopeMissing', { scope });
}

/**
 * Runs an operation for an actor: permission, then input, then one transaction with its audit record.
 *
 * @throws Refusal `permission.denied`, `permission.notOnBehalf`, `permission.readOnly`, `permission.notByKey`,
 *   `permission.scopeMissing`, `input.invalid` with its fields, the refusals that the operation declares and,
 *   with an idempotency key, `idempotency.keyInUse` and `idempotency.otherRequest`
 */
export async function runOperation<In extends z.ZodType, Out extends z.ZodType>(
  app: AppContext,
  op: Operation<string, In, Out>,
  rawInput: unknown,
  caller: OperationCaller,
): Promise<z.output<Out>> {
  const startedAtMs = performance.now();
  const { requestId, actor } = caller;
  const log = app.log.child({ requestId, operation: op.name, personId: actor.personId });
  try {
    checkPermission(actor, op);
    const input = parseInput(op.input, rawInput);
    const keyed = await keyedRequestOf(op, rawInput, caller);
    const result =
      op.kind === 'ask'
        ? await runAsk(app, op, input, { ...caller, keyed }, log)
        : await runInTransaction(app, op, input, { ...caller, keyed }, log);
    log.debug({ durationMs: Math.round(performance.now() - startedAtMs) }, 'operation done');
    return result;
  } catch (error) {
    if (isRefusal(error)) log.info({ refusal: error.code }, 'operation refused');
    throw error;
  }
}

/** Undefined for reads, without a key, and for callers who are no person: nobody's key belongs to anybody. */
async function keyedRequestOf(
  op: AnyOperation,
  rawInput: unknown,
  { actor, idempotencyKey }: OperationCaller,
): Promise<KeyedRequest | undefined> {
  if (idempotencyKey === undefined || op.kind === 'read') return undefined;
  const { accountId, personId } = actor;
  if (accountId === null || personId === null) return undefined;
  return { accountId, personId, key: idempotencyKey, operation: op.name, inputHash: await hashOfInput(rawInput) };
}

type KeyedCaller = OperationCaller & Readonly<{ keyed: KeyedRequest | undefined }>;

function runInTransaction<In extends z.ZodType, Out extends z.ZodType>(
  app: AppContext,
  op: ReadOrWrite<string, In, Out>,
  input: z.output<In>,
  caller: KeyedCaller,
  log: Log,
): Promise<z.output<Out>> {
  return inContext(app, scopeOf(op, caller.actor), caller, log, async (context, audit) => {
    const run = async () => {
      const result = await op.run(context, input);
      assert(op.kind === 'read' || audit.count() > 0, `${op.name} writes without an audit record`);
      return op.output.parse(result);
    };
    if (caller.keyed === undefined) return run();
    const { tx, clock, services } = context;
    return answerWriteOnce({ tx, now: clock.now(), secretBox: services.secretBox, request: caller.keyed }, run);
  });
}

function runAsk<In extends z.ZodType, Out extends z.ZodType>(
  app: AppContext,
  op: Ask<string, In, Out>,
  input: z.output<In>,
  caller: KeyedCaller,
  log: Log,
): Promise<z.output<Out>> {
  const scope = scopeOf(op, caller.actor);
  const context: AskContext = Object.assign(contextOf(app, caller, log), {
    signal: AbortSignal.timeout(op.timeoutMs),
    inTransaction: <T>(run: (context: OperationContext) => Promise<T>) => inContext(app, scope, caller, log, run),
  });
  const run = async () => op.output.parse(await op.run(context, input));
  if (caller.keyed === undefined) return run();
  return answerAskOnce(
    {
      inTransaction: (store) => app.database.transaction(scope, store),
      now: () => app.clock.now(),
      timeoutMs: op.timeoutMs,
      secretBox: app.services.secretBox,
      request: caller.keyed,
    },
    run,
  );
}

/** The parts of a context that need no transaction. Add others by `Object.assign`: a copy would call the getters. */
function contextOf(
  app: AppContext,
  caller: OperationCaller,
  log: Log,
): Omit<OperationContext, 'tx' | 'audit' | 'jobs'> {
  return {
    clock: app.clock,
    actor: caller.actor,
    get accountId() {
      return accountOf(caller.actor);
    },
    get personId() {
      return personOf(caller.actor);
    },
    services: app.services,
    requestId: caller.requestId,
    connection: caller.connection,
    log,
  };
}

/** Opens a transaction in a scope and hands out the context of operations; jobs and passes use it too. */
export async function inContext<T>(
  app: AppContext,
  scope: Scope,
  caller: OperationCaller,
  log: Log,
  run: (context: OperationContext, audit: { count(): number }) => Promise<T>,
): Promise<T> {
  let started = false;
  const result = await app.database.transaction(scope, async (tx) => {
    const audit = auditIn(tx, app.clock, caller);
    const jobs = {
      async start<Data>(job: JobSpec<Data>, data: Data, options?: StartOptions) {
        started = true;
        await app.queue.start(tx, job, data, options);
      },
      async startMissing<Data>(job: JobSpec<Data>, missing: readonly KeyedData<Data>[]) {
        started = true;
        await app.queue.startMissing(tx, job, missing);
      },
    };
    const answer = await run(Object.assign(contextOf(app, caller, log), { tx, audit, jobs }), audit);
    await audit.flush();
    return answer;
  });
  if (started) app.queue.wake();
  return result;
}

function scopeOf(op: Declared<string, z.ZodType, z.ZodType>, actor: Actor): Scope {
  if (op.scope === 'provider' || op.scope === 'system') return { kind: op.scope };
  if (actor.accountId !== null) return { kind: 'account', accountId: actor.accountId };
  assert(actor.roles.includes('system'), `${op.name} needs an account`);
  return { kind: 'system' };
}

function accountOf(actor: Actor): AccountId {
  assert(actor.accountId !== null, 'the actor has no account');
  return actor.accountId;
}

function personOf(actor: Actor): PersonId {
  assert(actor.personId !== null, 'the actor is not a person');
  return actor.personId;
}

function parseInput<In extends z.ZodType>(schema: In, raw: unknown): z.output<In> {
  // First: whatever reads an input level by level would fail, fields that no schema names included.
  if (isTooDeep(raw)) throw new Refusal('input.invalid', {}, [{ path: '', code: 'input.invalidValue' }]);
  const parsed = schema.safeParse(raw, { reportInput: true });
  const fields = parsed.success ? [] : parsed.error.issues.map(fieldRefusalOf);
  // Texts as the schema leaves them, without blanks around them; those of a refused input as they came.
  const texts = textRefusals(parsed.success ? parsed.data : raw);
  const refused = [...fields, ...texts.filter(({ path }) => !fields.some((field) => field.path === path))];
  if (!parsed.success || refused.length > 0) throw new Refusal('input.invalid', {}, refused);
  return parsed.data;
}

/**
 * A Zod issue as a refusal of one field. Schemas name their own codes by `message: 'input.…'`; others fall in a few
 * kinds.
 */
export function fieldRefusalOf(issue: z.core.$ZodIssue): FieldRefusal {
  const path = issue.path.join('.');
  if (/^[a-z]+(\.[a-zA-Z]+)+$/.test(issue.message)) return { path, code: issue.message };
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return { path, code: 'input.required' };
      return {
        path,
        code: issue.origin === 'string' ? 'input.tooShort' : 'input.tooSmall',
        facts: { minimum: Number(issue.minimum) },
      };
    case 'too_big':
      return {
        path,
        code: issue.origin === 'string' ? 'input.tooLong' : 'input.tooBig',
        facts: { maximum: Number(issue.maximum) },
      };
    case 'invalid_type':
      return {
        path,
        code:
          issue.input === undefined || issue.input === null
            ? 'input.required'
            : issue.expected === 'int'
              ? 'input.notWhole'
              : 'input.invalidValue',
      };
    case 'invalid_format':
      return { path, code: issue.format === 'email' ? 'input.notEmail' : 'input.invalidValue' };
    default:
      return { path, code: 'input.invalidValue' };
  }
}
