import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startWorld, type World } from '#shell/testing/world.ts';
import type { Actor } from './actor.ts';
import { forgetIdempotentCalls } from './forget-idempotent-calls.pass.ts';
import { hashOfInput } from './idempotency.server.ts';
import { AccountId, newId, type PersonId } from './ids.ts';
import { createMetrics } from './metrics.server.ts';
import { ask, operation, runOperation } from './operation.server.ts';
import { runPass } from './passes.server.ts';
import { Refusal } from './refusal.ts';
import { auditRecord, idempotentCall } from './tables.ts';

const buyer = (): Actor => ({
  roles: ['administrator'],
  accountId: AccountId.parse(newId()),
  personId: newId<'person'>() as PersonId,
  impersonatorId: null,
});

/** A write that answers with the number of times that it ran. */
function counting() {
  let runCount = 0;
  const input = z.object({ amount: z.int(), isRefused: z.boolean().default(false) });
  const output = z.object({ runCount: z.int() });
  const shared = { permission: 'orders.place', input, output } as const;
  return {
    write: operation({
      ...shared,
      name: 'test.buyThing',
      kind: 'write',
      async run({ audit }, { isRefused }) {
        runCount += 1;
        await audit.record('test.bought', {});
        if (isRefused) throw new Refusal('test.refused');
        return { runCount };
      },
    }),
    /** @param during  runs while the operation waits for the outside */
    ask: (during: () => Promise<unknown>) =>
      ask({
        ...shared,
        name: 'test.askThing',
        timeoutMs: 60_000,
        async run() {
          runCount += 1;
          await during();
          return { runCount };
        },
      }),
  };
}

type Op = Parameters<typeof runOperation>[1];

function caller(world: World, actor: Actor, idempotencyKey: string) {
  return (op: Op, input: object) => runOperation(world.app, op, input, { actor, requestId: 'r', idempotencyKey });
}

test('the same key and input give the first answer, in any order of the fields', async () => {
  const world = await startWorld();
  const { write } = counting();
  const call = caller(world, buyer(), 'key');
  expect(await call(write, { amount: 1, isRefused: false })).toEqual({ runCount: 1 });
  expect(await call(write, { isRefused: false, amount: 1 })).toEqual({ runCount: 1 });
  const bought = await world.db({ kind: 'system' }, (tx) => tx.select().from(auditRecord));
  expect(bought).toHaveLength(1);
});

test('another input or operation under the key is refused; another person has keys of their own', async () => {
  const world = await startWorld();
  const { write, ask: asking } = counting();
  const person = buyer();
  const call = caller(world, person, 'key');
  await call(write, { amount: 1 });
  await expect(call(write, { amount: 2 })).rejects.toMatchObject({ code: 'idempotency.otherRequest' });
  await expect(
    call(
      asking(async () => {}),
      { amount: 1 },
    ),
  ).rejects.toMatchObject({ code: 'idempotency.otherRequest' });
  expect(await caller(world, buyer(), 'key')(write, { amount: 1 })).toEqual({ runCount: 2 });
  expect(await caller(world, person, 'other key')(write, { amount: 1 })).toEqual({ runCount: 3 });
});

test('a refused write stores nothing, and its key may be used again', async () => {
  const world = await startWorld();
  const { write } = counting();
  const call = caller(world, buyer(), 'key');
  await expect(call(write, { amount: 1, isRefused: true })).rejects.toMatchObject({ code: 'test.refused' });
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(idempotentCall))).toEqual([]);
  expect(await call(write, { amount: 1 })).toEqual({ runCount: 2 });
});

test('while an operation waits for the outside its key is in use; a failure frees it', async () => {
  const world = await startWorld();
  const { ask: asking } = counting();
  const call = caller(world, buyer(), 'key');
  const during = asking(async () => {
    await expect(
      call(
        asking(async () => {}),
        { amount: 1 },
      ),
    ).rejects.toMatchObject({ code: 'idempotency.keyInUse' });
  });
  expect(await call(during, { amount: 1 })).toEqual({ runCount: 1 });
  expect(await call(during, { amount: 1 })).toEqual({ runCount: 1 });

  const other = caller(world, buyer(), 'key');
  await expect(
    other(
      asking(() => Promise.reject(new Error('no answer'))),
      { amount: 1 },
    ),
  ).rejects.toThrow('no answer');
  expect(
    await other(
      asking(async () => {}),
      { amount: 1 },
    ),
  ).toEqual({ runCount: 3 });
});

test('answers are kept for a day', async () => {
  const world = await startWorld();
  const { write } = counting();
  const call = caller(world, buyer(), 'key');
  const forget = () => runPass(world.app, forgetIdempotentCalls, createMetrics());
  await call(write, { amount: 1 });
  world.advance({ hours: 24 });
  await forget();
  expect(await call(write, { amount: 1 })).toEqual({ runCount: 1 });
  world.advance({ hours: 1 });
  await forget();
  expect(await call(write, { amount: 1 })).toEqual({ runCount: 2 });
});

test('files count with their content', async () => {
  const file = (content: string) => ({ file: new File([content], 'sheet.csv'), market: 'IT' });
  expect(await hashOfInput(file('a'))).toBe(await hashOfInput(file('a')));
  expect(await hashOfInput(file('a'))).not.toBe(await hashOfInput(file('b')));
  expect(await hashOfInput({ list: ['a', 'b'] })).not.toBe(await hashOfInput({ list: ['ab'] }));
});

/** The embedded database runs one transaction after the other: a second call cannot come while the first one runs. */
const hasServer = inject('databaseTemplate').kind === 'server';

test.skipIf(!hasServer)('on a server, a write whose key is in use by another call is refused', async () => {
  const world = await startWorld();
  const { write } = counting();
  const call = caller(world, buyer(), 'key');
  const { promise: hasStarted, resolve: start } = Promise.withResolvers<void>();
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const slow = operation({
    ...write,
    async run(context, input) {
      start();
      await mayEnd;
      return write.run(context, input);
    },
  });

  const first = call(slow, { amount: 1 });
  await hasStarted;
  await expect(call(slow, { amount: 1 })).rejects.toMatchObject({ code: 'idempotency.keyInUse' });
  end();
  expect(await first).toEqual({ runCount: 1 });
  expect(await call(slow, { amount: 1 })).toEqual({ runCount: 1 });
});

test('an input of thousands of levels is refused before it is hashed, also in fields that no schema names', async () => {
  const world = await startWorld();
  let deep: object = {};
  for (let level = 0; level < 20_000; level += 1) deep = { a: deep };
  const caller = { actor: buyer(), requestId: 'r', idempotencyKey: 'deep' };
  await expect(runOperation(world.app, counting().write, { amount: 1, ...deep }, caller)).rejects.toMatchObject({
    code: 'input.invalid',
  });
});
