import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { ROOT, readSource } from './source-files.ts';

const version = packageJson.dependencies.node;

test('.nvmrc and devEngines name the Node that the project brings', () => {
  expect(readSource('.nvmrc').trim()).toBe(version);
  expect(packageJson.devEngines.runtime).toMatchObject({ name: 'node', version: `>=${version}` });
  expect(process.versions.node).toBe(version);
});

test('an older Node is refused by the tests with a sentence that names the remedy', async () => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' });
    Object.defineProperty(process, 'version', { value: 'v20.20.2' });
    const { requireNode } = await import('./scripts/require-node.mjs');
    requireNode();
    console.log('it went on');`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', older], { cwd: ROOT });
  const ended: unknown = await run.catch((error: unknown) => error);
  expect(ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`These tests need Node ${version}`),
  });
  expect(ended).toMatchObject({ stderr: expect.not.stringMatching(/\n\s+at /) });
});
