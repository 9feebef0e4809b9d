import { expect, test } from 'vitest';
import { type Log, silentLog } from './logging.server.ts';
import { createOutageLog } from './outage-log.ts';

test('an outage is said at once, once a minute while it lasts, and when it is over', () => {
  const lines: unknown[] = [];
  const keep = (fields: object, message: string) => void lines.push({ ...fields, message });
  const log: Log = { ...silentLog, warn: keep, info: keep };
  let nowMs = 0;
  const outages = createOutageLog(log, 'the database', () => nowMs);
  outages.back();
  for (nowMs = 0; nowMs <= 61_000; nowMs += 1_000) outages.lost(new Error('connection refused'));
  outages.back();
  outages.back();
  const reason = 'Error: connection refused';
  expect(lines).toEqual([
    { reason, forSeconds: 0, message: 'the database does not answer; trying again' },
    { reason, forSeconds: 60, message: 'the database does not answer; trying again' },
    { forSeconds: 62, message: 'the database answers again' },
  ]);

  outages.lost(new Error('again'));
  nowMs += 200_000;
  outages.lost(new Error('a new one'));
  expect(lines.at(-1)).toMatchObject({ reason: 'Error: a new one', forSeconds: 0 });
});
