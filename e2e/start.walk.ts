import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, startDemo, test } from './demo.ts';

test.use({ walk: 'start' });

const ROOT = join(import.meta.dirname, '..');

/** Starts the portal where it must not be able to, and gives its last words. */
async function startAndFail(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'node'), [join('portal', 'bin', 'serve.ts')], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said };
}

test('a port in use is said in a sentence, without a stack trace', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-port-'));
  const { code, said } = await startAndFail({ PORT: String(port), DATA_DIR: folder });
  expect(code).toBe(1);
  expect(said).toContain('The port is in use by another program. Stop it, or set PORT to another number.');
  expect(said).not.toMatch(/^\s+at /m);
  holder.close();
  rmSync(folder, { recursive: true });
});

test('a second process on the embedded data folder is refused, and the first goes on', async ({ demo }) => {
  const { code, said } = await startAndFail({ PORT: '0', DATA_DIR: demo.dataFolder });
  expect(code).toBe(1);
  expect(said).toContain('is in use by another portal process');
  expect(said).not.toMatch(/^\s+at /m);
  expect((await fetch(`${demo.url}/readyz`)).status).toBe(200);
});

test('a data folder without the right to write is said in a sentence', async () => {
  test.skip(process.getuid?.() === 0, 'root may write everywhere');
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-read-only-'));
  chmodSync(folder, 0o500);
  const { code, said } = await startAndFail({ PORT: '0', DATA_DIR: folder });
  expect(code).toBe(1);
  expect(said).toContain('cannot be written');
});

test('a wrong setting is named before anything is opened', async () => {
  const { code, said } = await startAndFail({ PORT: 'eighty', SMTP_URL: 'mail.example.com' });
  expect(code).toBe(1);
  expect(said).toContain('PORT');
  expect(said).toContain('SMTP_URL');
  expect(said).not.toMatch(/^\s+at /m);
});

test('a database server that does not answer is said in a sentence', async () => {
  const { code, said } = await startAndFail({
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/portal',
    SECRET: 'a secret for tests, at least 32 characters long',
  });
  expect(code).toBe(1);
  expect(said).toContain('The database does not answer');
  expect(said).not.toMatch(/^\s+at /m);
});

test('a portal that was killed starts again with what it had', async () => {
  const first = await startDemo();
  const exit = new Promise((resolve) => first.child.once('exit', resolve));
  first.child.kill('SIGKILL');
  await exit;
  const again = await startDemo({ DATA_DIR: first.demo.dataFolder });
  expect((await fetch(`${again.demo.url}/sign-in`)).status).toBe(200);
  await again.stop();
  await first.stop();
});
