import { expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import {
  chargeProblems,
  completeOrdersOfEveryKind,
  completePurchase,
  failAndRepeatEachStep,
  replaceSteps,
  stepProblems,
} from './order-checks.ts';

const SLOW = { timeout: 180_000 };

test('every step fails once and is done twice with one effect, and every quote is what is charged', SLOW, async () => {
  const world = await startWorld();
  const repeated = failAndRepeatEachStep(world);
  const orders = await completeOrdersOfEveryKind(world);
  expect(await stepProblems(world, orders, repeated)).toEqual([]);
  expect(await chargeProblems(world, orders)).toEqual([]);
});

test(
  'mutation: a step is reported that sends its request anew, and so are steps that no order does',
  SLOW,
  async () => {
    const world = await startWorld();
    replaceSteps(world, (step, name) =>
      name === 'microsoft createCart'
        ? (context) => step({ ...context, requestIdOf: () => crypto.randomUUID() })
        : step,
    );
    const repeated = failAndRepeatEachStep(world);
    const order = await completePurchase(world, 'microsoft');
    const problems = await stepProblems(world, [order], repeated);
    expect(problems.filter((problem) => !problem.endsWith('no order has done it twice'))).toEqual([
      'microsoft createCart: its second outcome differs from the first',
      'microsoft createCart: done again, it changes the customer at Microsoft',
    ]);
    expect(problems).toContain('manual fulfil: no order has done it twice');
  },
);

test('mutation: a charge of another amount, a missing one and a kind without order are reported', SLOW, async () => {
  const world = await startWorld();
  const order = await completePurchase(world, 'manual');
  const change = async (statement: string) => {
    await world.asOwner(`set session_replication_role = replica; ${statement} where order_id = '${order.orderId}';
      set session_replication_role = origin`);
    return (await chargeProblems(world, [order])).filter((problem) => problem.startsWith('manual purchase'));
  };
  expect(await chargeProblems(world, [order])).toContain('manual cancel: no order shows its charges');
  expect(await change('update charge set net = net + 0.01')).toEqual([
    expect.stringMatching(/^manual purchase: promised, not charged: .* = 300 EUR$/),
    expect.stringMatching(/^manual purchase: charged, not promised: .* = 300\.01 EUR$/),
  ]);
  expect(await change('delete from charge')).toEqual([
    expect.stringMatching(/^manual purchase: promised, not charged: .* = 300 EUR$/),
  ]);
});
