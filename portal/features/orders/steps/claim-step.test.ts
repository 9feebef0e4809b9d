import { expect, test } from 'vitest';
import { timeLimitSecondsOf } from '#platform/job-queue.ts';
import { inContext } from '#platform/operation.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildCustomer, buildOffer, buildTenantDraft, placeChange } from '../builders.ts';
import { advanceOrder } from './advance-order.job.ts';
import { claimNextStep } from './claim-step.ts';

test('a claim outlasts the longest run of a step, and another worker gets the step only after it', async () => {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const line = { offerId: await buildOffer(world), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 };
  const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const claimAt = (now: Temporal.Instant) =>
    inContext(
      world.app,
      { kind: 'account', accountId },
      { actor: administrator, requestId: 'test' },
      world.app.log,
      (context) => claimNextStep(context, orderId, now),
    );
  const now = Temporal.Instant.from('2026-11-25T09:00:00Z');
  const timeLimit = { seconds: timeLimitSecondsOf(advanceOrder) };

  expect(await claimAt(now)).toBeDefined();
  expect(await claimAt(now.add(timeLimit))).toBeUndefined();
  expect((await claimAt(now.add({ minutes: 4 })))?.step.attemptCount).toBe(2);
});
