import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort, stopProcess } from './demo.ts';

const ROOT = join(import.meta.dirname, '..');

type Instruction = Readonly<{ name: string; value: string }>;

/** The instructions of the last stage of the Containerfile: what the image holds and runs. */
function imageInstructions(): Instruction[] {
  const text = readFileSync(join(ROOT, 'Containerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));
  return lines.slice(last).map((line) => {
    const [name = '', ...words] = line.split(' ');
    return { name, value: words.join(' ') };
  });
}

/** The folders as they are after the first stage: built, and without what only developers need. */
function buildStage(folder: string): void {
  copy(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['package.json', 'package-lock.json', '.npmrc', 'packages', 'portal', 'build'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  execFileSync('npm', ['prune', '--omit=dev', '--ignore-scripts', '--offline'], { cwd: folder, stdio: 'pipe' });
}

/** By links where both are on one disk, which takes no time. */
function copy(from: string, to: string): void {
  const isOneDisk = statSync(from).dev === statSync(dirname(to)).dev;
  execFileSync('cp', [isOneDisk ? '-al' : '-a', from, to]);
}

/** Carries out the COPY instructions of the last stage. */
function copyIntoImage(stage: string, image: string): void {
  for (const { name, value } of imageInstructions()) {
    if (name !== 'COPY') continue;
    const [, from = '', to = ''] = /^--from=build \/portal\/(\S+) (\S+)$/.exec(value) ?? [];
    const target = to === './' ? join(image, from) : join(image, to);
    mkdirSync(dirname(target), { recursive: true });
    copy(join(stage, from), target);
  }
}

function commandOf(instruction: string, prefix = ''): string[] {
  const found = imageInstructions().find(({ name }) => name === instruction)?.value ?? '';
  return JSON.parse(found.slice(found.indexOf(`${prefix}[`) + prefix.length)) as string[];
}

test('what the Containerfile copies is enough to run the portal, and its health check passes', async ({ request }) => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-image-'));
  const [stage, image] = ['stage', 'image'].map((name) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  }) as [string, string];
  buildStage(stage);
  copyIntoImage(stage, image);
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: 'production', PORT: String(port), DATA_DIR: join(folder, 'data') };
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const [program = '', ...words] = commandOf('CMD');
  expect(program).toBe('node');
  const portal = spawn(node, words, { cwd: image, env, stdio: 'ignore' });
  try {
    const [checker = '', ...check] = commandOf('HEALTHCHECK', 'CMD ');
    expect(checker).toBe('node');
    await expect(() => execFileSync(node, check, { env, stdio: 'pipe' })).toPass({ timeout: 90_000 });
    const page = await request.get(`http://127.0.0.1:${port}/sign-in`);
    expect(await page.text()).toContain('Nome di accesso');
    await stopProcess(portal);
    expect(() => execFileSync(node, check, { env, stdio: 'pipe' })).toThrow();
  } finally {
    await stopProcess(portal);
    rmSync(folder, { recursive: true, force: true });
  }
});
