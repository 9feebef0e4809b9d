import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActionAnswer,
  type ActionName,
  type AllowedActions,
  type AvailableOffers,
  allowedActions,
  calculateChangeQuote,
  checkSubscriptionChange,
  type RefusalFacts,
  type SubscriptionState,
} from '../src/nce.ts';
import { anySubscription, batch, date, eur, instant, subscription } from './builders.ts';

const inWindow = instant('2026-03-05T12:00:00Z');
const afterWindow = instant('2026-06-10T12:00:00Z');
const closedSince = instant('2026-03-08T09:00:00Z');
const termEndsBefore = date('2027-03-01');
const inThreeYears = { startsOn: date('2026-03-01'), endsBefore: date('2029-03-01') };
const endScheduled = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };

/** `yes`, or the reason of the refusal and the suggested alternative. */
const brief = (answer: ActionAnswer) =>
  answer.allowed ? 'yes' : [answer.reason, ...(answer.alternative ? [answer.alternative] : [])].join(' → ');
const briefAll = (actions: AllowedActions) =>
  Object.fromEntries(Object.entries(actions).map(([action, answer]) => [action, brief(answer)]));
const allRefused = (reason: string) =>
  Object.fromEntries(Object.keys(allowedActions(subscription(), inWindow)).map((action) => [action, reason]));

test('in its first days a subscription allows every action', () => {
  expect(briefAll(allowedActions(subscription(), inWindow))).toEqual({
    addSeats: 'yes',
    removeSeats: 'yes',
    scheduleSeats: 'yes',
    scheduleNextTerm: 'yes',
    cancelNow: 'yes',
    cancelAtTermEnd: 'yes',
    turnAutoRenewOff: 'yes',
    turnAutoRenewOn: 'autoRenewAlreadyOn → turnAutoRenewOff',
    extendMonthlyAtTermEnd: 'yes',
    suspend: 'yes',
    reactivate: 'notSuspended',
    upgrade: 'yes',
    upgradeSomeSeats: 'yes',
    changeToLongerTerm: 'yes',
    changeBilling: 'billingFixed → scheduleNextTerm',
    convertTrial: 'notTrial',
    scheduleTrialConversion: 'notTrial',
  });
});

test('A20 after the window reductions and cancellation are refused and the end of the term is suggested', () => {
  const actions = allowedActions(subscription(), afterWindow);
  expect(actions.removeSeats).toEqual({
    allowed: false,
    reason: 'windowClosed',
    facts: { since: closedSince, refundableSeatCount: 0, termEndsBefore },
    alternative: 'scheduleSeats',
  });
  expect(actions.cancelNow).toEqual({
    allowed: false,
    reason: 'windowClosed',
    facts: { since: closedSince, termEndsBefore },
    alternative: 'cancelAtTermEnd',
  });
});

test('an allowed action states until when it is allowed', () => {
  const { removeSeats, cancelNow, addSeats } = allowedActions(
    subscription({ refundable: [batch(10, '2026-03-09T00:00:00Z')] }),
    inWindow,
  );
  expect(removeSeats).toEqual({ allowed: true, until: instant('2026-03-09T00:00:00Z') });
  expect(cancelNow).toEqual({ allowed: true, until: closedSince });
  expect(addSeats).toEqual({ allowed: true, until: instant('2027-03-01T00:00:00Z') });
});

test('A18 with auto-renew off the end can still be scheduled; once it is, renewal remains the alternative', () => {
  expect(briefAll(allowedActions(subscription({ autoRenewEnabled: false }), afterWindow))).toMatchObject({
    turnAutoRenewOff: 'autoRenewAlreadyOff → cancelAtTermEnd',
    turnAutoRenewOn: 'yes',
    cancelAtTermEnd: 'yes',
    extendMonthlyAtTermEnd: 'yes',
    scheduleSeats: 'autoRenewOff → turnAutoRenewOn',
  });
  expect(briefAll(allowedActions(subscription(endScheduled), afterWindow))).toMatchObject({
    turnAutoRenewOff: 'autoRenewAlreadyOff → turnAutoRenewOn',
    turnAutoRenewOn: 'yes',
    cancelAtTermEnd: 'endAlreadySet → turnAutoRenewOn',
    cancelNow: 'windowClosed',
    removeSeats: 'windowClosed',
    extendMonthlyAtTermEnd: 'yes',
  });
});

test('a scheduled extension can still be changed into a cancellation or a renewal', () => {
  const extended = subscription({
    autoRenewEnabled: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
  });
  expect(briefAll(allowedActions(extended, afterWindow))).toMatchObject({
    extendMonthlyAtTermEnd: 'extensionAlreadySet → cancelAtTermEnd',
    cancelAtTermEnd: 'yes',
    turnAutoRenewOn: 'yes',
  });
});

test('what has no extended service term renews or ends, and cannot be extended month to month', () => {
  const software = subscription({ neverExtends: true });
  expect(briefAll(allowedActions(software, afterWindow))).toMatchObject({
    extendMonthlyAtTermEnd: 'extensionNotOffered → cancelAtTermEnd',
    cancelAtTermEnd: 'yes',
  });
  const change = { kind: 'renewal', outcome: 'extendsMonthly' } as const;
  expect(checkSubscriptionChange(software, change, afterWindow)).toMatchObject({
    reason: 'extensionNotOffered',
    facts: { termEndsBefore },
  });
});

test('auto-renew can be turned on when a scheduled cancellation overrides it', () => {
  const overruled = subscription({ scheduledActions: endScheduled.scheduledActions });
  expect(brief(allowedActions(overruled, afterWindow).turnAutoRenewOn)).toBe('yes');
});

test('a suspended subscription can only be reactivated or, in its window, cancelled', () => {
  const suspended = subscription({ status: 'suspended', isSuspended: true, autoRenewEnabled: false });
  expect(briefAll(allowedActions(suspended, inWindow))).toEqual({
    ...allRefused('suspended → reactivate'),
    cancelNow: 'yes',
    reactivate: 'yes',
  });
  expect(briefAll(allowedActions(suspended, afterWindow))).toMatchObject({ cancelNow: 'windowClosed' });
});

test('a suspended subscription whose term is over allows nothing until Microsoft has processed it', () => {
  const suspended = subscription({ status: 'suspended', isSuspended: true });
  expect(briefAll(allowedActions(suspended, instant('2027-03-01T00:00:00Z')))).toMatchObject({
    reactivate: 'renewalInProgress',
    cancelNow: 'renewalInProgress',
    addSeats: 'suspended',
  });
});

test('suspension reasons have the same effect as the status', () => {
  for (const given of [{ isSuspended: true }, { status: 'suspended' }]) {
    const { addSeats, reactivate } = allowedActions(subscription(given), inWindow);
    expect([brief(addSeats), brief(reactivate)]).toEqual(['suspended → reactivate', 'yes']);
  }
});

test('a trial allows only changes to its end and its conversion', () => {
  const trial = subscription({ isTrial: true, termDuration: 'P1M', seatCount: 25 });
  expect(briefAll(allowedActions(trial, inWindow))).toEqual({
    ...allRefused('trial → convertTrial'),
    cancelNow: 'trial → cancelAtTermEnd',
    cancelAtTermEnd: 'yes',
    turnAutoRenewOff: 'yes',
    turnAutoRenewOn: 'autoRenewAlreadyOn → turnAutoRenewOff',
    reactivate: 'notSuspended',
    convertTrial: 'yes',
    scheduleTrialConversion: 'yes',
  });
});

test.each([
  ['none', 'notReady'],
  ['pending', 'notReady'],
  ['expired', 'ended'],
  ['disabled', 'ended'],
  ['deleted', 'deleted'],
  ['hibernating', 'statusUnknown'],
])('a subscription that is %s refuses every action with "%s"', (status, reason) => {
  const actions = allowedActions(subscription({ status }), inWindow);
  expect(briefAll(actions)).toEqual(allRefused(reason));
  expect(actions.addSeats).toEqual({ allowed: false, reason, facts: { status } });
});

test('from the end of the term every action is refused until Microsoft has renewed', () => {
  const actions = allowedActions(subscription(), instant('2027-03-01T00:00:00Z'));
  expect(actions.addSeats).toEqual({
    allowed: false,
    reason: 'renewalInProgress',
    facts: { since: instant('2027-03-01T00:00:00Z') },
  });
  expect(briefAll(actions)).toEqual({
    ...allRefused('renewalInProgress'),
    reactivate: 'notSuspended',
  });
  expect(brief(allowedActions(subscription(), instant('2027-02-28T23:59:59Z')).addSeats)).toBe('yes');
});

test.each<[Partial<SubscriptionState>, ActionName, string]>([
  [{ seatCountMax: 11 }, 'addSeats', 'yes'],
  [{ seatCountMax: 10 }, 'addSeats', 'atSeatMaximum'],
  [{ seatCountMin: 9 }, 'removeSeats', 'yes'],
  [{ seatCountMin: 10 }, 'removeSeats', 'atSeatMinimum → cancelNow'],
  [{ seatCount: 1, refundable: [batch(1, '2026-03-08T09:00:00Z')] }, 'removeSeats', 'atSeatMinimum → cancelNow'],
  [{ refundable: 'unknown' }, 'removeSeats', 'windowUnknown → scheduleSeats'],
  [{ cancellationAllowedUntil: undefined }, 'cancelNow', 'windowUnknown → cancelAtTermEnd'],
  [{ termDuration: 'P3Y' }, 'changeToLongerTerm', 'noLongerTerm → scheduleNextTerm'],
  [{ termDuration: 'OneTime' }, 'changeToLongerTerm', 'noLongerTerm → scheduleNextTerm'],
  [{ termDuration: 'P1M' }, 'changeToLongerTerm', 'yes'],
  [{ termDuration: 'P3Y' }, 'changeBilling', 'yes'],
  [{ termDuration: 'P3Y', billingCycle: 'annual', term: inThreeYears }, 'changeBilling', 'yes'],
  // In the last charge cycle the term has no later charge.
  [{ termDuration: 'P3Y', billingCycle: 'annual' }, 'changeBilling', 'billingFixed → scheduleNextTerm'],
  [{ termDuration: 'P3Y', billingCycle: 'triennial' }, 'changeBilling', 'billingFixed → scheduleNextTerm'],
  [{ termDuration: 'P5Y', billingCycle: 'annual' }, 'changeBilling', 'billingFixed → scheduleNextTerm'],
  [{ termDuration: 'P1M', autoRenewEnabled: false }, 'changeBilling', 'billingFixed'],
  [{ seatCount: 1 }, 'upgradeSomeSeats', 'atSeatMinimum → upgrade'],
  [{ seatCount: 2 }, 'upgradeSomeSeats', 'yes'],
  [{ isTrial: true, autoRenewEnabled: false }, 'scheduleTrialConversion', 'autoRenewOff → turnAutoRenewOn'],
])('with %o the answer to %s is "%s"', (overrides, action, expected) => {
  expect(brief(allowedActions(subscription(overrides), inWindow)[action])).toBe(expected);
});

/** The sentence of a refusal needs facts: each reason with the facts that it gives. */
test.each<[Partial<SubscriptionState>, ActionName, RefusalFacts]>([
  [{ status: 'pending' }, 'addSeats', { status: 'pending' }],
  [{ status: 'disabled' }, 'addSeats', { status: 'disabled' }],
  [{ status: 'deleted' }, 'addSeats', { status: 'deleted' }],
  [{ status: 'hibernating' }, 'addSeats', { status: 'hibernating' }],
  [{ isSuspended: true }, 'addSeats', {}],
  [{}, 'reactivate', { status: 'active' }],
  [{ isTrial: true }, 'addSeats', { termEndsBefore }],
  [{ isTrial: true }, 'cancelNow', { termEndsBefore }],
  [{}, 'convertTrial', {}],
  [{ seatCountMax: 10 }, 'addSeats', { seatCountMax: 10 }],
  [{ seatCountMin: 10 }, 'removeSeats', { seatCountMin: 10 }],
  [{ seatCount: 1, refundable: [batch(1, '2026-03-08T09:00:00Z')] }, 'removeSeats', { seatCountMin: 1 }],
  [{ refundable: 'unknown' }, 'removeSeats', { termEndsBefore }],
  [{ refundable: [] }, 'removeSeats', { termEndsBefore, refundableSeatCount: 0 }],
  [{ cancellationAllowedUntil: undefined }, 'cancelNow', { termEndsBefore }],
  [{ autoRenewEnabled: false }, 'scheduleSeats', { termEndsBefore }],
  [endScheduled, 'cancelAtTermEnd', { termEndsBefore }],
  [
    { scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }] },
    'extendMonthlyAtTermEnd',
    { termEndsBefore },
  ],
  [{ autoRenewEnabled: false }, 'turnAutoRenewOff', { termEndsBefore }],
  [{}, 'turnAutoRenewOn', { termEndsBefore }],
  [{ termDuration: 'P3Y' }, 'changeToLongerTerm', {}],
  [{}, 'changeBilling', {}],
  [{ seatCount: 1 }, 'upgradeSomeSeats', { seatCountMin: 1 }],
])('with %o the refusal of %s has the facts %o', (overrides, action, facts) => {
  const answer = allowedActions(subscription(overrides), inWindow)[action];
  expect(answer.allowed ? 'allowed' : answer.facts).toEqual(facts);
});

test('actions without a window are allowed until the end of the term', () => {
  const { removeSeats: _, cancelNow: __, ...others } = allowedActions(subscription(), inWindow);
  const untils = Object.values(others).flatMap((answer) => (answer.allowed ? [answer.until?.toString()] : []));
  expect(new Set(untils)).toEqual(new Set(['2027-03-01T00:00:00Z']));
});

test('a suggested alternative is always allowed', () => {
  fc.assert(
    fc.property(anySubscription, fc.constantFrom(inWindow, afterWindow), (given, now) => {
      const actions = allowedActions(given, now);
      for (const answer of Object.values(actions)) {
        if (!answer.allowed && answer.alternative) expect(actions[answer.alternative].allowed).toBe(true);
      }
    }),
  );
});

test('an unknown status allows nothing, whatever the other values', () => {
  fc.assert(
    fc.property(anySubscription, (given) => {
      const answers = Object.values(allowedActions({ ...given, status: 'hibernating' }, inWindow));
      expect(answers.every((answer) => !answer.allowed)).toBe(true);
    }),
  );
});

const MONTH = { termDuration: 'P1M', billingCycle: 'monthly' };
const YEAR = { termDuration: 'P1Y', billingCycle: 'monthly' };
const THREE_YEARS = { termDuration: 'P3Y', billingCycle: 'annual' };

test.each<[AvailableOffers, Partial<SubscriptionState>, Partial<Record<ActionName, string>>]>([
  [
    { upgradeCount: 0 },
    {},
    { upgrade: 'noUpgrade → scheduleNextTerm', upgradeSomeSeats: 'noUpgrade → scheduleNextTerm' },
  ],
  [{ upgradeCount: 1 }, {}, { upgrade: 'yes', upgradeSomeSeats: 'yes' }],
  [{ plans: [MONTH, YEAR] }, {}, { changeToLongerTerm: 'noLongerTerm → scheduleNextTerm' }],
  [{ plans: [MONTH, YEAR] }, { termDuration: 'P1M' }, { changeToLongerTerm: 'yes' }],
  [
    { plans: [{ termDuration: 'OneTime', billingCycle: 'one_time' }] },
    { termDuration: 'P1M' },
    { changeToLongerTerm: 'noLongerTerm → scheduleNextTerm' },
  ],
  [
    { plans: [THREE_YEARS, { ...THREE_YEARS, termDuration: 'P5Y' }] },
    { termDuration: 'P3Y' },
    { changeToLongerTerm: 'noLongerTerm → scheduleNextTerm' },
  ],
  [{ plans: [YEAR, THREE_YEARS] }, { termDuration: 'P3Y' }, { changeBilling: 'yes' }],
  [
    { plans: [YEAR, THREE_YEARS] },
    { ...THREE_YEARS, term: inThreeYears },
    { changeBilling: 'billingFixed → scheduleNextTerm' },
  ],
  [
    { plans: [{ ...THREE_YEARS, billingCycle: 'monthly' }] },
    { ...THREE_YEARS, term: inThreeYears },
    { changeBilling: 'yes' },
  ],
  [{ plans: [THREE_YEARS] }, { termDuration: 'P1Y' }, { changeBilling: 'billingFixed → scheduleNextTerm' }],
  [
    { isPrerequisiteMissing: true },
    { autoRenewEnabled: false },
    { addSeats: 'prerequisiteMissing', turnAutoRenewOn: 'prerequisiteMissing', removeSeats: 'yes', cancelNow: 'yes' },
  ],
  [
    { isPrerequisiteMissing: true },
    {},
    { scheduleSeats: 'prerequisiteMissing', scheduleNextTerm: 'prerequisiteMissing', turnAutoRenewOff: 'yes' },
  ],
  [{ isPrerequisiteMissing: false }, {}, { addSeats: 'yes' }],
])('with %o available, %o allows %o', (offers, overrides, expected) => {
  expect(briefAll(allowedActions(subscription(overrides), inWindow, offers))).toMatchObject(expected);
});

/**
 * The whole table: every status × suspended × trial × auto-renew × scheduled action, in the window, after it and after
 * the end of the term. Each allowed action is a letter, so that a row fits in one line.
 */
describe('allowed actions in every state', () => {
  const letters: Readonly<Record<string, ActionName>> = {
    '+': 'addSeats',
    '-': 'removeSeats',
    s: 'scheduleSeats',
    n: 'scheduleNextTerm',
    x: 'cancelNow',
    e: 'cancelAtTermEnd',
    o: 'turnAutoRenewOff',
    O: 'turnAutoRenewOn',
    m: 'extendMonthlyAtTermEnd',
    p: 'suspend',
    r: 'reactivate',
    u: 'upgrade',
    U: 'upgradeSomeSeats',
    l: 'changeToLongerTerm',
    b: 'changeBilling',
    c: 'convertTrial',
    C: 'scheduleTrialConversion',
  };
  const allowedLetters = (given: SubscriptionState, now: Temporal.Instant) => {
    const actions = allowedActions(given, now);
    return Object.entries(letters)
      .flatMap(([letter, action]) => (actions[action].allowed ? [letter] : []))
      .join('');
  };
  const plans = {
    nothing: [],
    cancel: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
    extend: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
    change: [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { seatCount: 4 } }],
    unknown: [{ scheduleType: 'TermEnd', actionType: 'Hibernate' }],
  } as const satisfies Record<string, SubscriptionState['scheduledActions']>;

  test.each<[keyof typeof plans, boolean, string, string]>([
    //                in the window   after it
    ['nothing', true, '+-snxeompuUl', '+sneompuUl'],
    ['nothing', false, '+-xeOmpuUl', '+eOmpuUl'],
    ['cancel', true, '+-snxoOmpuUl', '+snoOmpuUl'],
    ['cancel', false, '+-xOmpuUl', '+OmpuUl'],
    ['extend', true, '+-snxeoOpuUl', '+sneoOpuUl'],
    ['extend', false, '+-xeOpuUl', '+eOpuUl'],
    ['change', true, '+-snxeompuUl', '+sneompuUl'],
    ['change', false, '+-xeOmpuUl', '+eOmpuUl'],
    ['unknown', true, '+-snxeoOmpuUl', '+sneoOmpuUl'],
    ['unknown', false, '+-xeOmpuUl', '+eOmpuUl'],
  ])('active, scheduled: %s, auto-renew %s: %s, after the window %s', (plan, autoRenewEnabled, early, late) => {
    const given = subscription({ autoRenewEnabled, scheduledActions: plans[plan] });
    expect(allowedLetters(given, inWindow)).toBe(early);
    expect(allowedLetters(given, afterWindow)).toBe(late);
  });

  test.each<[keyof typeof plans, boolean, string]>([
    ['nothing', true, 'eocC'],
    ['nothing', false, 'eOc'],
    ['cancel', true, 'oOcC'],
    ['cancel', false, 'Oc'],
    ['extend', true, 'eoOcC'],
    ['extend', false, 'eOc'],
  ])('a trial, scheduled: %s, auto-renew %s: %s', (plan, autoRenewEnabled, expected) => {
    const trial = subscription({ isTrial: true, autoRenewEnabled, scheduledActions: plans[plan] });
    expect(allowedLetters(trial, inWindow)).toBe(expected);
    expect(allowedLetters(trial, afterWindow)).toBe(expected);
  });

  test('scheduled actions and auto-renew do not matter while suspended, ended, renewing or unknown', () => {
    const everyPlan = Object.values(plans).flatMap((scheduledActions) =>
      [true, false].map((autoRenewEnabled) => ({ scheduledActions, autoRenewEnabled })),
    );
    const over = instant('2027-03-01T00:00:00Z');
    for (const plan of everyPlan) {
      for (const isTrial of [true, false]) {
        const suspended = subscription({ ...plan, isTrial, isSuspended: true });
        expect(allowedLetters(suspended, inWindow)).toBe(isTrial ? 'r' : 'xr');
        expect(allowedLetters({ ...suspended, status: 'suspended' }, afterWindow)).toBe('r');
        expect(allowedLetters(suspended, over)).toBe('');
        for (const status of ['none', 'pending', 'expired', 'disabled', 'deleted', 'hibernating']) {
          for (const isSuspended of [true, false]) {
            expect(allowedLetters(subscription({ ...plan, isTrial, isSuspended, status }), inWindow)).toBe('');
          }
        }
        expect(allowedLetters(subscription({ ...plan, isTrial }), over)).toBe('');
      }
    }
  });

  test('every action has a letter and is allowed in some state', () => {
    expect(new Set(Object.values(letters))).toEqual(new Set(Object.keys(allowedActions(subscription(), inWindow))));
    const threeYears = subscription({ termDuration: 'P3Y' });
    const places = [
      subscription(),
      subscription({ autoRenewEnabled: false }),
      subscription({ isTrial: true }),
      threeYears,
    ];
    const suspended = subscription({ isSuspended: true });
    const seen = [...places, suspended].map((given) => allowedLetters(given, inWindow)).join('');
    expect(Object.keys(letters).filter((letter) => !seen.includes(letter))).toEqual([]);
  });
});

test('an add-on without its base can neither get seats nor be renewed, as an action or as a change', () => {
  const off = subscription({ autoRenewEnabled: false });
  const now = instant('2026-03-02T09:00:00Z');
  const change = { kind: 'renewal', outcome: 'renews' } as const;
  const alone = { isPrerequisiteMissing: true };
  expect(checkSubscriptionChange(off, { kind: 'seats', seatCount: 12 }, now, alone)?.reason).toBe(
    'prerequisiteMissing',
  );
  expect(checkSubscriptionChange(off, change, now, alone)?.reason).toBe('prerequisiteMissing');
  expect(calculateChangeQuote(off, change, { nextTermUnitPricePerCycle: eur('32') }, now, alone)).toMatchObject({
    possible: false,
    reason: 'prerequisiteMissing',
  });
  expect(checkSubscriptionChange(off, change, now)).toBeUndefined();
});

test('a missing base that the subscription itself states has the same effect, and auto-renew stays on', () => {
  const now = instant('2026-03-02T09:00:00Z');
  const alone = allowedActions(subscription({ isPrerequisiteMissing: true }), now);
  expect(alone.addSeats).toMatchObject({ reason: 'prerequisiteMissing' });
  expect(alone.turnAutoRenewOn).toMatchObject({ reason: 'autoRenewAlreadyOn' });
  const found = allowedActions(subscription({ isPrerequisiteMissing: true }), now, { isPrerequisiteMissing: false });
  expect(found.addSeats.allowed).toBe(true);
});

test('auto-renew can be turned on while a scheduled action renews', () => {
  const scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }];
  const off = subscription({ autoRenewEnabled: false, scheduledActions });
  expect(
    checkSubscriptionChange(off, { kind: 'renewal', outcome: 'renews' }, instant('2026-03-02T09:00:00Z')),
  ).toBeUndefined();
  expect(allowedActions(off, instant('2026-03-02T09:00:00Z')).turnAutoRenewOn.allowed).toBe(true);
});
