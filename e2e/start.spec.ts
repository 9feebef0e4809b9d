import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparedDemo, startDemo } from './demo.ts';
import { expect, test } from './fixtures.ts';
import { signIn } from './pages.ts';

const ROOT = join(import.meta.dirname, '..');

/** Starts the portal where it must not be able to. @returns its exit code and everything that it printed */
async function startAndFail(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'node'), [join('build', 'programs', 'serve.js')], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, output };
}

test('a port in use is reported in a sentence, without a stack trace', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-port-'));
  const { code, output } = await startAndFail({ PORT: String(port), DATA_DIR: folder });
  expect(code).toBe(1);
  expect(output).toContain('The port is in use by another program. Stop it, or set PORT to another number.');
  expect(output).not.toMatch(/^\s+at /m);
  holder.close();
  rmSync(folder, { recursive: true });
});

test('a second process on the embedded data folder is refused, and the first keeps running', async ({ demo }) => {
  const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: demo.dataFolder });
  expect(code).toBe(1);
  expect(output).toContain('is in use by another portal process');
  expect(output).not.toMatch(/^\s+at /m);
  expect((await fetch(`${demo.url}/readyz`)).status).toBe(200);
});

test('a data folder without the right to write is reported in a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-read-only-'));
  // Root may write everywhere but on a disk that takes no writing.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) test.skip(!mountDisk(folder, 'ro'), 'root needs the right to mount a read-only disk');
  else chmodSync(folder, 0o500);
  const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: folder });
  expect(code).toBe(1);
  expect(output).toContain('cannot be written');
  expect(output).not.toMatch(/^\s+at /m);
  if (isRoot) unmountDisk(folder);
});

test('a demo of another version is reported in a sentence, and left as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-old-demo-'));
  cpSync(preparedDemo(), folder, { recursive: true });
  writeFileSync(join(folder, 'simulator.json'), JSON.stringify({ version: 1 }));
  const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: folder });
  expect(code).toBe(1);
  expect(output).toContain(`The demo in the folder "${folder}" was made by another version of the portal.`);
  expect(output).not.toMatch(/^\s+at /m);
  rmSync(folder, { recursive: true });
});

test('a data folder that the system does not create is reported in a sentence', async () => {
  test.skip(process.platform !== 'linux', 'needs a folder where nobody may make one');
  const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: '/proc/licence-portal/data' });
  expect(code).toBe(1);
  expect(output).toContain('"/proc/licence-portal" cannot be made');
  expect(output).not.toMatch(/^\s+at /m);
});

test('a full disk is reported in a sentence at the start, and a running portal survives it', async ({ browser }) => {
  const disk = mkdtempSync(join(tmpdir(), 'licence-portal-disk-'));
  test.skip(!mountDisk(disk, 'size=160m'), 'needs the right to mount a small disk');
  const { demo, stop } = await startDemo({ copyOf: preparedDemo(), dataFolder: join(disk, 'portal') });
  const page = await browser.newPage({ baseURL: demo.url });
  try {
    await signIn(page, 'admin');
    fill(disk);
    for (const path of ['/users', '/subscriptions', '/orders']) {
      const answer = await page.goto(path);
      expect(await answer?.text()).not.toMatch(/\n\s+at /);
    }
    rmSync(join(disk, 'ballast'));
    await expect(async () => expect((await page.goto('/users'))?.status()).toBe(200)).toPass();

    fill(disk);
    const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: join(disk, 'other') });
    expect(output).toContain('The disk is full. Free some space');
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  } finally {
    rmSync(join(disk, 'ballast'), { force: true });
    await page.close();
    await stop();
    unmountDisk(disk);
  }
});

/** False where this user or system may not mount. */
function mountDisk(folder: string, options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

function unmountDisk(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}

/** Writes until the disk is full. */
function fill(disk: string): void {
  const written = spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=64k'], { encoding: 'utf8' });
  expect(written.stderr).toContain('No space left on device');
}

test('a wrong setting is named before anything is opened', async () => {
  const { code, output } = await startAndFail({ PORT: 'eighty', SMTP_URL: 'mail.example.com' });
  expect(code).toBe(1);
  expect(output).toContain('PORT');
  expect(output).toContain('SMTP_URL');
  expect(output).not.toMatch(/^\s+at /m);
});

test('a portal that was killed starts again with its data', async () => {
  const first = await startDemo({ copyOf: preparedDemo() });
  const exit = new Promise((resolve) => first.child.once('exit', resolve));
  first.child.kill('SIGKILL');
  await exit;
  const again = await startDemo({ dataFolder: first.demo.dataFolder });
  expect((await fetch(`${again.demo.url}/sign-in`)).status).toBe(200);
  await again.stop();
  await first.stop();
});
