import { expect, test } from 'vitest';
import type { JobContext } from '#platform/job.ts';
import { inContext, type OperationContext } from '#platform/operation.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildCustomer, buildOffer, buildTenantDraft, placeChange } from '../builders.ts';
import { type Claim, claimNextStep, isStillClaimed } from './claim-step.ts';
import { whileHeld } from './hold-step.ts';

const START = Temporal.Instant.from('2026-11-25T09:00:00Z');

/** An order that was placed and that no worker has yet. */
async function placedOrder() {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const line = { offerId: await buildOffer(world), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 };
  const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const caller = { actor: administrator, requestId: 'test' };
  const inTransaction = <T>(run: (context: OperationContext) => Promise<T>): Promise<T> =>
    inContext(world.app, { kind: 'account', accountId }, caller, world.app.log, run);
  const claimAt = (now: Temporal.Instant) => inTransaction((context) => claimNextStep(context, orderId, now));
  /** A worker that has the step, at a time that the test moves. */
  const workerAt = (time: { now: Temporal.Instant }, transaction = inTransaction) =>
    ({
      machineNow: () => time.now,
      inTransaction: transaction,
      log: world.app.log,
      signal: new AbortController().signal,
    }) as unknown as JobContext;
  return { inTransaction, claimAt, workerAt };
}

async function claimed(claim: Promise<Claim | undefined>): Promise<Claim> {
  const made = await claim;
  if (made === undefined) throw new Error('the step was not claimed');
  return made;
}

test('another worker gets a step when its claim has run out, within a minute', async () => {
  const { claimAt, inTransaction } = await placedOrder();
  const first = await claimed(claimAt(START));
  expect(await claimAt(START.add({ seconds: 30 }))).toBeUndefined();
  expect((await claimed(claimAt(START.add({ seconds: 50 })))).step.attemptCount).toBe(2);
  expect(await inTransaction((inside) => isStillClaimed(inside, first))).toBe(false);
});

test('a claim is renewed while its step runs, however long', async () => {
  const { claimAt, workerAt, inTransaction } = await placedOrder();
  const claim = await claimed(claimAt(START));
  const time = { now: START };
  const outcome = await whileHeld(
    workerAt(time),
    claim,
    async (signal) => {
      for (const seconds of [30, 60, 90]) {
        time.now = START.add({ seconds });
        await expect.poll(() => claim.held.until.since(time.now).total('seconds')).toBeGreaterThan(35);
        expect(await claimAt(time.now.add({ seconds: 5 }))).toBeUndefined();
      }
      return signal.aborted;
    },
    5,
  );
  expect(outcome).toBe(false);
  expect(await inTransaction((inside) => isStillClaimed(inside, claim))).toBe(true);
});

test('a worker that cannot renew its claim ends its calls before another may take the step', async () => {
  const { claimAt, workerAt } = await placedOrder();
  const claim = await claimed(claimAt(START));
  const time = { now: START };
  const away = () => Promise.reject(new Error('the database does not answer'));
  await whileHeld(
    workerAt(time, away),
    claim,
    async (signal) => {
      time.now = START.add({ seconds: 34 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(signal.aborted).toBe(false);
      time.now = START.add({ seconds: 36 });
      await expect.poll(() => signal.aborted).toBe(true);
    },
    5,
  );
});

test('a worker whose step was taken ends its calls', async () => {
  const { claimAt, workerAt } = await placedOrder();
  const claim = await claimed(claimAt(START));
  await claimed(claimAt(START.add({ seconds: 50 })));
  await whileHeld(
    workerAt({ now: START }),
    claim,
    async (signal) => {
      await expect.poll(() => signal.aborted).toBe(true);
    },
    5,
  );
});
