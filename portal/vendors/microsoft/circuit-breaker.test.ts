import { expect, test } from 'vitest';
import { VendorFault } from '#platform/refusal.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

/** Time in seconds from its beginning; jitter is none, or half of the pause. */
function start({ random = 0 }: { random?: number } = {}) {
  let seconds = 0;
  const open: object[] = [];
  const breaker = createCircuitBreaker({
    nowMs: () => seconds * 1000,
    random: () => random,
    onOpen: (change) => open.push(change),
  });
  return {
    open,
    at: (next: number) => {
      seconds = next;
    },
    /** Sends, if it may. @returns the seconds to wait where it may not */
    send(customerId: string, isAnswered: boolean): number | 'sent' {
      try {
        breaker.check(customerId);
      } catch (error) {
        if (error instanceof VendorFault && error.detail.isNotSent) return error.detail.retryAfterSeconds ?? 0;
        throw error;
      }
      breaker.record(customerId, isAnswered);
      return 'sent';
    },
    begin: (customerId: string) => breaker.check(customerId),
  };
}

test('four requests without an answer hold a customer back, and nobody else', () => {
  const { send, open } = start();
  for (let count = 0; count < 4; count += 1) expect(send('a', false)).toBe('sent');
  expect(send('a', false)).toBe(10);
  expect(send('b', true)).toBe('sent');
  expect(send('a', false)).toBe(10);
  expect(open).toEqual([{ isVendorOpen: false, customerIds: ['a'] }]);
});

test('after the pause one request is tried; each failure doubles the pause, up to five minutes', () => {
  const { send, at, begin } = start();
  for (let count = 0; count < 4; count += 1) send('a', false);
  at(10);
  begin('a');
  expect(send('a', false), 'while one is tried').toBe(30);
  at(40);
  let now = 40;
  for (const pause of [20, 40, 80, 160, 300, 300]) {
    expect(send('a', false)).toBe('sent');
    expect(send('a', false)).toBe(pause);
    now += pause;
    at(now);
  }
  expect(send('a', true)).toBe('sent');
  expect(send('a', true)).toBe('sent');
});

test('an outage is reported when it begins, with each try that fails, and when it ends', () => {
  const { send, at, open } = start();
  send('a', true);
  for (let count = 0; count < 6; count += 1) send('a', false);
  expect(open).toHaveLength(1);
  at(10);
  send('a', false);
  expect(open).toHaveLength(2);
  at(60);
  send('a', true);
  send('a', true);
  expect(open.slice(1)).toEqual([
    { isVendorOpen: false, customerIds: ['a'] },
    { isVendorOpen: false, customerIds: [] },
  ]);
});

test('the wait of those held back is spread over the pause', () => {
  const { send } = start({ random: 0.5 });
  for (let count = 0; count < 4; count += 1) send('a', false);
  expect(send('a', false)).toBe(15);
});

test('customers without an answer are an outage of the vendor, which one answer ends', () => {
  const { send, at, open } = start();
  for (const customer of ['a', 'b', 'c', 'a', 'b', 'c']) send(customer, false);
  expect(send('d', false)).toBe('sent');
  expect(send('e', false)).toBe('sent');
  expect(send('f', true), 'held back, although it had no failure itself').toBe(10);
  at(10);
  expect(send('f', true)).toBe('sent');
  expect(send('g', true)).toBe('sent');
  expect(open.at(-1)).toEqual({ isVendorOpen: false, customerIds: [] });
});
