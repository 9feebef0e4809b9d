/**
 * The rules of New Commerce and the simulator were written independently and are compared here. Over random histories,
 * the simulator must accept every action that the rules allow and refuse every action that they forbid; and a
 * subscription must become what the rules predict.
 */
import { type ActionName, allowedActions, lifecycleStages } from '@licence-portal/nce';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bought, comparableFacts, startRulesComparison } from './rules-comparison.ts';

/** The simulator accepts these although the rules forbid them: requesting the present state again changes nothing. */
const ALREADY_SO = [
  'autoRenewAlreadyOn',
  'autoRenewAlreadyOff',
  'endAlreadySet',
  'extensionAlreadySet',
  'notSuspended',
];
/** Actions that no request can express for such a subscription. */
const NOT_EXPRESSIBLE: Partial<Record<ActionName, readonly string[]>> = {
  // An upgrade of a trial is its conversion, and one seat cannot be upgraded in part.
  upgrade: ['trial'],
  upgradeSomeSeats: ['trial', 'atSeatMinimum'],
  // A paid subscription does not convert: the request would be an upgrade, or a plan for the next term.
  convertTrial: ['notTrial'],
  scheduleTrialConversion: ['notTrial'],
  // A suspended subscription is suspended already, and does not renew.
  suspend: ['suspended'],
  turnAutoRenewOff: ['suspended'],
  // The plan for the end of a trial is its conversion.
  scheduleSeats: ['trial'],
  scheduleNextTerm: ['trial'],
};

/** An add-on that has lost its base. */
const ADD_ON: Bought = {
  sku: 'CFQ7TTC10RSN:0001',
  quantity: 2,
  termDuration: 'P1Y',
  billingCycle: 'monthly',
  base: 'CFQ7TTC0LCHC:0002',
};
const YEAR: Bought = { sku: 'CFQ7TTC0LH18:0001', quantity: 4, termDuration: 'P1Y', billingCycle: 'monthly' };
const STARTS: readonly Bought[] = [
  YEAR,
  { sku: 'CFQ7TTC0LDPB:0001', quantity: 1, termDuration: 'P1M', billingCycle: 'monthly' },
  { sku: 'CFQ7TTC0LDPB:0001', quantity: 300, termDuration: 'P1Y', billingCycle: 'annual' },
  { sku: 'CFQ7TTC0LFLX:0001', quantity: 2, termDuration: 'P3Y', billingCycle: 'annual' },
  { sku: 'CFQ7TTC0LFF1:0001', quantity: 3, termDuration: 'P3Y', billingCycle: 'monthly' },
  { sku: 'CFQ7TTC0LFF1:0001', quantity: 3, termDuration: 'P3Y', billingCycle: 'triennial' },
  ADD_ON,
  { sku: 'CFQ7TTC0LDPB:0005', quantity: 25, termDuration: 'P1M', billingCycle: 'none' },
];

const ACTIONS = [
  'addSeats',
  'removeSeats',
  'scheduleSeats',
  'scheduleNextTerm',
  'cancelNow',
  'cancelAtTermEnd',
  'turnAutoRenewOff',
  'turnAutoRenewOn',
  'extendMonthlyAtTermEnd',
  'suspend',
  'reactivate',
  'upgrade',
  'upgradeSomeSeats',
  'changeToLongerTerm',
  'changeBilling',
  'convertTrial',
  'scheduleTrialConversion',
] as const satisfies readonly ActionName[];

/** Passing time, often up to a boundary: the end of a window or a term, the middle of a renewal. */
const anyWait = fc.constantFrom(
  'PT0S',
  'PT1H',
  'P1D',
  'P6DT23H',
  'P7D',
  'P8D',
  'P20D',
  'P31D',
  'P120D',
  'P365D',
  'P396D',
);
const anyStep = fc.record({ wait: anyWait, action: fc.constantFrom(...ACTIONS) });
const anyHistory = fc.record({
  start: fc.constantFrom(...STARTS),
  // On both sides of 4 May 2026, since when terms are extended month by month.
  boughtAt: fc.constantFrom('2025-03-31T22:30:00Z', '2026-11-25T09:00:00Z'),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 6 }),
});

/** A longer term ends the extended service term, and with it the right to cancel on any day. */
const LEAVES_EXTENDED_TERM: typeof anyHistory extends fc.Arbitrary<infer History> ? History : never = {
  start: { sku: 'CFQ7TTC0LH18:0001', quantity: 4, termDuration: 'P1Y', billingCycle: 'monthly' },
  boughtAt: '2026-11-25T09:00:00Z',
  steps: [
    { wait: 'PT0S', action: 'extendMonthlyAtTermEnd' },
    { wait: 'P365D', action: 'addSeats' },
    { wait: 'PT0S', action: 'changeToLongerTerm' },
    { wait: 'P365D', action: 'addSeats' },
  ],
};

const ADD_ON_ALONE: typeof LEAVES_EXTENDED_TERM = {
  start: ADD_ON,
  boughtAt: '2026-11-25T09:00:00Z',
  steps: [
    { wait: 'PT0S', action: 'removeSeats' },
    { wait: 'P31D', action: 'turnAutoRenewOff' },
    { wait: 'P365D', action: 'suspend' },
  ],
};

test('every action of the rules is tried here', async () => {
  const company = await startRulesComparison('2026-11-25T09:00:00Z');
  const bought = await company.buy(YEAR);
  expect(new Set(Object.keys(allowedActions(await bought.state(), company.now())))).toEqual(new Set(ACTIONS));
});

test('the simulator accepts allowed actions, refuses forbidden ones, and agrees with predictions', async () => {
  const company = await startRulesComparison('2025-03-31T22:30:00Z');
  await fc.assert(
    fc.asyncProperty(anyHistory, async ({ start, boughtAt, steps }) => {
      await company.startFresh(boughtAt);
      const subscription = await company.buy(start);
      const done: string[] = [];
      for (const { wait, action } of steps) {
        await company.wait(wait);
        done.push(wait);
        const before = await subscription.state();
        const now = company.now();
        const answers = allowedActions(before, now, await subscription.availableOffers());
        for (const requested of ACTIONS) {
          const answer = answers[requested];
          if (
            !answer.allowed &&
            (ALREADY_SO.includes(answer.reason) || NOT_EXPRESSIBLE[requested]?.includes(answer.reason))
          )
            continue;
          const { status, body } = await company.withRestoredState(() => subscription.ask(requested));
          const verdict = answer.allowed ? 'allowed' : `forbidden (${answer.reason})`;
          const history = `${JSON.stringify(start)} ${done.join(', ')}`;
          const context = `${requested} is ${verdict} after ${history}: ${JSON.stringify(body)}`;
          expect(status < 300, context).toBe(answer.allowed);
        }
        if (!answers[action].allowed) continue;
        await subscription.ask(action);
        done.push(action);
        const predicted = subscription.predict(before, action, now);
        if (!predicted) continue;
        expect(comparableFacts(await subscription.state(), now, action), done.join(', ')).toEqual(
          comparableFacts(predicted, now, action),
        );
      }
    }),
    { numRuns: 60, examples: [[LEAVES_EXTENDED_TERM], [ADD_ON_ALONE]] },
  );
});

test('an unchanged subscription goes through the statuses that the rules predict', async () => {
  const company = await startRulesComparison('2025-03-31T22:30:00Z');
  const anyLife = fc.record({
    start: fc.constantFrom(...STARTS),
    boughtAt: fc.constantFrom('2025-03-31T22:30:00Z', '2026-11-25T09:00:00Z'),
    action: fc.constantFrom<ActionName | undefined>(
      undefined,
      'cancelAtTermEnd',
      'turnAutoRenewOff',
      'extendMonthlyAtTermEnd',
      'suspend',
    ),
  });
  await fc.assert(
    fc.asyncProperty(anyLife, async ({ start, boughtAt, action }) => {
      await company.startFresh(boughtAt);
      const subscription = await company.buy(start);
      if (action) await subscription.ask(action);
      const stages = lifecycleStages(await subscription.state());
      const seen = async () => (await subscription.state()).status;
      const context = `${start.sku} bought ${boughtAt}, ${action}`;
      for (const [index, { startsAt, status }] of stages.entries()) {
        if (startsAt) {
          await company.waitUntil(startsAt.subtract({ hours: 1 }));
          expect(await seen(), `${context}, an hour before ${startsAt}`).toBe(stages[index - 1]?.status);
          // A renewal takes some minutes.
          await company.waitUntil(startsAt.add({ hours: 1 }));
        }
        expect(await seen(), `${context}, from ${startsAt}`).toBe(status);
      }
    }),
    { numRuns: 40 },
  );
});
