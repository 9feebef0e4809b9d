import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '..', 'bin', 'partner-center-simulator.ts');
const KILLS = 4;

test('what was answered is in the file after the process was killed at any moment', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let answered = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const simulator = await start(join(folder, 'state.json'));
    expect(await offsetSecondsOf(simulator.url), `after ${kill} kills`).toBeGreaterThanOrEqual(answered);
    const killing = setTimeout(() => simulator.child.kill('SIGKILL'), 50 + Math.random() * 400);
    const ended = once(simulator.child, 'exit');
    for (;;) {
      const offset = await advance(simulator.url).catch(() => undefined);
      if (offset === undefined) break;
      answered = offset;
    }
    await ended;
    clearTimeout(killing);
  }
  expect(answered).toBeGreaterThan(KILLS);
});

/** Starts the program on a free port. */
async function start(state: string) {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--state', state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const url = /simulator on (\S+)/.exec(output)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`the simulator did not start: ${output}`);
}

/** Moves the clock by a second, which is a change of the state. */
async function advance(url: string): Promise<number> {
  const response = await fetch(`${url}/control/clock/advance`, {
    method: 'POST',
    body: JSON.stringify({ duration: 'PT1S' }),
  });
  return ((await response.json()) as { offsetSeconds: number }).offsetSeconds;
}

async function offsetSecondsOf(url: string): Promise<number> {
  const response = await fetch(`${url}/control/clock`);
  return ((await response.json()) as { offsetSeconds: number }).offsetSeconds;
}
