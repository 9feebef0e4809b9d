import { expect, test } from 'vitest';
import { channelsOf, nextDigestAt } from './rules.ts';

const ALL = { notInBell: [], notByMail: [], getsDigest: false } as const;

test.each([
  ['2026-03-02T06:59:59Z', '2026-03-02T07:00:00Z'],
  ['2026-03-02T07:00:00Z', '2026-03-03T07:00:00Z'],
  ['2026-03-02T23:30:00Z', '2026-03-03T07:00:00Z'],
  // Summer time begins in the night to 29 March.
  ['2026-03-28T12:00:00Z', '2026-03-29T06:00:00Z'],
])('after %s the next digest in Rome is at %s', (now, expected) => {
  expect(nextDigestAt(Temporal.Instant.from(now), 'Europe/Rome').toString()).toBe(expected);
});

test('a topic is left out where the person does not want it, and only there', () => {
  const chosen = { ...ALL, notInBell: ['orders'], notByMail: ['money'] } as const;
  expect(channelsOf('orders.failed', chosen)).toEqual({ isInBell: false, mail: 'atOnce' });
  expect(channelsOf('invoiceIssued', chosen)).toEqual({ isInBell: true, mail: 'none' });
  expect(channelsOf('termEnds', chosen)).toEqual({ isInBell: true, mail: 'atOnce' });
  expect(channelsOf('termEnds', { ...chosen, getsDigest: true })).toEqual({ isInBell: true, mail: 'inDigest' });
});

test('what concerns security is shown and mailed at once, whatever is chosen', () => {
  const nothing = { notInBell: ['people'], notByMail: ['people'], getsDigest: true } as const;
  expect(channelsOf('licences.blockFailed', nothing)).toEqual({ isInBell: true, mail: 'atOnce' });
});
