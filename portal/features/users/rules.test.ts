import { expect, test } from 'vitest';
import { type StatusFacts, statusOf } from './rules.ts';

const at = (text: string) => Temporal.Instant.from(text);
const now = at('2026-03-02T09:00:00Z');
const times = { clockNow: now, machineNow: now };
const nothing: StatusFacts = {
  disabledAt: null,
  lockedUntil: null,
  passwordSetAt: null,
  activationSentAt: null,
  activationExpiresAt: null,
};
const sent = { activationSentAt: at('2026-03-01T09:00:00Z'), activationExpiresAt: at('2026-03-03T09:00:00Z') };

test.each([
  ['S24 A2 no mail was sent', {}, 'ready', 'passwordNotSet'],
  ['S32 a password is set', { passwordSetAt: now }, 'ready', null],
  ['S23 S34 a mail was sent', sent, 'notActivated', null],
  ['S35 A3 its link expired', { ...sent, activationExpiresAt: now }, 'notActivated', 'linkExpired'],
  ['S32 a mail was sent and followed', { ...sent, passwordSetAt: now }, 'ready', null],
  ['S33 locked until later', { passwordSetAt: now, lockedUntil: at('2026-03-02T09:00:01Z') }, 'locked', null],
  ['S33 the lock is over', { passwordSetAt: now, lockedUntil: now }, 'ready', null],
  ['S36 disabled wins', { ...sent, disabledAt: now, lockedUntil: at('2027-01-01T00:00:00Z') }, 'disabled', null],
] as const)('%s', (_fact, facts, status, hint) => {
  expect(statusOf({ ...nothing, ...facts }, times)).toEqual({ status, hint });
});
