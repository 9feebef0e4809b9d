import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../src/partner-center-simulator.ts';
import { routes } from '../src/routes.ts';
import { startTestSimulator } from './test-simulator.ts';

test('the example of the README runs', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(5);
  const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  expect([ran.status, ran.stdout]).toEqual([0, expect.stringContaining('offsetSeconds: 31')]);
});

test('the program serves until SIGTERM, and explains an invalid port', async () => {
  const program = fileURLToPath(new URL('../bin/partner-center-simulator.ts', import.meta.url));
  const wrong = spawnSync(process.execPath, [program, '--port', 'x'], { encoding: 'utf8' });
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('--port is a number')]);
  const running = spawn(process.execPath, [program, '--port', '0']);
  onTestFinished(() => void running.kill('SIGKILL'));
  const [said] = await once(running.stdout, 'data');
  const url = /http:[^\s]+/.exec(String(said))?.[0] ?? '';
  expect((await fetch(`${url}/control/clock`)).status).toBe(200);
  running.kill('SIGTERM');
  expect((await once(running, 'exit'))[0]).toBe(0);
});

test('a port in use is a rejection, not a crash', async () => {
  const partner = await startTestSimulator();
  const port = Number(new URL(partner.url).port);
  await expect(startSimulator({ port })).rejects.toThrow('EADDRINUSE');
});

test('the README names every route with the page that it imitates', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  const missing = routes
    .filter((route) => !readme.includes(`| \`${route.method} ${route.path}\` | ${route.source} |`))
    .map((route) => `| \`${route.method} ${route.path}\` | ${route.source} |`);
  expect(missing).toEqual([]);
  const rowCount = readme.match(/^\| `[A-Z]+ \/(v1|v1\.0|webhooks)/gm)?.length;
  expect(rowCount, 'rows of the README').toBe(routes.length);
});
