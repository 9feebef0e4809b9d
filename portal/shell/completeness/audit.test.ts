import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_EVENTS, AUDIT_KINDS, QUIET_EVENTS } from '#features/audit/events.ts';
import { ORDER_STATUSES } from '#features/orders/rules.ts';
import { en } from '../messages-en.ts';
import { it as italian } from '../messages-it.ts';

const PORTAL = join(import.meta.dirname, '..', '..');
const MODULES = Object.values(AUDIT_KINDS).flat();

/** Events whose names are not written where they are recorded. */
const COMPOSED = ORDER_STATUSES.map((status) => `orders.${status}`);

/** The names in the first argument of each `record(…)`, and in functions that return such a name. */
function recordedEvents(): string[] {
  const files = globSync(['features/**/*.ts', 'shell/*.ts', 'vendors/**/*.ts', 'platform/*.ts'], { cwd: PORTAL });
  const name = new RegExp(`'((?:${MODULES.join('|')})\\.[a-zA-Z]+)'`, 'g');
  const events = files
    .filter((file) => !file.includes('.test.'))
    .flatMap((file) => {
      const text = readFileSync(join(PORTAL, file), 'utf8');
      const places = [...text.matchAll(/\brecord(?:Limited)?\(|function eventOf\(|const (?:event|action) =/g)];
      return places.flatMap(({ index }) => {
        const argument = text.slice(index, index + 400).split(text.startsWith('function', index) ? /^}/m : /[{;]\s/)[0];
        return [...(argument ?? '').matchAll(name)].map(([, event = '']) => event);
      });
    });
  return [...new Set([...events, ...COMPOSED])].sort();
}

test('every event that the code records is one of the list by which the log is searched', () => {
  const recorded = recordedEvents();
  expect(recorded.length).toBeGreaterThan(130);
  expect(recorded.filter((event) => !AUDIT_EVENTS.some((one) => one === event))).toEqual([]);
});

test('every event has its sentence in both languages', () => {
  const missing = Object.entries({ it: italian as Record<string, string>, en: en as Record<string, string> }).flatMap(
    ([language, texts]) =>
      [...AUDIT_EVENTS, ...recordedEvents()]
        .filter((event) => (texts[`audit.event.${event}`] ?? '').trim() === '')
        .map((event) => `${language}: audit.event.${event}`),
  );
  expect(missing).toEqual([]);
});

test('every event is of one kind, and the quiet ones are events', () => {
  expect(new Set(MODULES).size).toBe(MODULES.length);
  for (const event of AUDIT_EVENTS) expect(MODULES).toContain(event.split('.')[0]);
  for (const event of QUIET_EVENTS) expect(AUDIT_EVENTS).toContain(event);
});

test('a step that succeeded after the act that asked for it stands in no log by itself; one that failed does', () => {
  const steps = AUDIT_EVENTS.filter((event) => /(step|Task)(Done|Failed)$/.test(event));
  expect(steps.filter((event) => event.endsWith('Done'))).not.toEqual([]);
  for (const event of steps) expect(QUIET_EVENTS.includes(event), event).toBe(event.endsWith('Done'));
});
