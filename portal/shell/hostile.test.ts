import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDemoWorld } from './testing/demo-world.ts';
import { attack } from './testing/hostile-run.ts';

/*
 * Requests as an attacker sends them: every page and operation, without a session, as each role, with ids of another
 * account, with random methods, bodies, headers and paths. CONTRIBUTING.md says how to send a million, and how to send
 * those of a failure again.
 */

/** On a server fewer are enough: the embedded database has had them all. */
const COUNT = Number(process.env.HOSTILE_REQUESTS ?? (process.env.TEST_DATABASE_URL ? 2_000 : 20_000));
const SEED = Number(process.env.HOSTILE_SEED ?? 29_596_242);
/** Generous: a busy machine takes ten times as long as one that is not. */
const TIME_LIMIT_MS = 120_000 + COUNT * 80;

let demo: Awaited<ReturnType<typeof openDemoWorld>>;
beforeAll(async () => {
  demo = await openDemoWorld();
}, 120_000);
afterAll(() => demo.close());

test(
  `${COUNT} hostile requests: no 500, no stack, no row of another account, nothing without permission`,
  async () => {
    const problems = await attack(demo, { seed: SEED, count: COUNT });
    const again = `HOSTILE_SEED=${SEED} HOSTILE_REQUESTS=${COUNT} npx vitest run portal/shell/hostile.test.ts`;
    expect(problems, `the same requests again: ${again}`).toEqual([]);
  },
  TIME_LIMIT_MS,
);
