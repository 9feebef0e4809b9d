import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const START_LIMIT_MS = 90_000;
const PORT_IN_USE = 'The port is in use by another program';

export const DEMO_PASSWORD = 'Finestra sul cortile 2026';

export type Demo = Readonly<{ url: string; dataFolder: string; log: () => string }>;
export type RunningDemo = Readonly<{ demo: Demo; child: ChildProcess; stop: () => Promise<void> }>;

type Start = Readonly<{
  /** Without it, a new one that is removed when the demo stops. */
  dataFolder?: string;
  /** A data folder that nobody uses now; this demo starts with a copy of it. */
  copyOf?: string;
  /** Settings beside those of every demo. */
  environment?: Readonly<Record<string, string>>;
}>;

/** The data folder of a demo that was started once and stopped: `prepare-demo.ts` makes it for all tests of a run. */
export function preparedDemo(): string {
  const { PREPARED_DEMO } = process.env;
  if (PREPARED_DEMO === undefined) throw new Error('prepare-demo.ts has not run');
  return PREPARED_DEMO;
}

/** Starts the portal on a free port, as `npm start` does, with orders that take a second. */
export async function startDemo(start: Start = {}): Promise<RunningDemo> {
  const dataFolder = start.dataFolder ?? mkdtempSync(join(tmpdir(), 'licence-portal-demo-'));
  if (start.copyOf !== undefined) cpSync(start.copyOf, dataFolder, { recursive: true });
  const removeFolder = () => {
    if (start.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const { demo, child } = await startOnFreePort(dataFolder, start.environment ?? {});
    const stop = async () => {
      await stopProcess(child);
      removeFolder();
    };
    return { demo, child, stop };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/** Takes the next free port where another program was quicker to take the first. */
async function startOnFreePort(
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ demo: Demo; child: ChildProcess }> {
  for (;;) {
    const port = await freePort();
    const program = ['--max-semi-space-size=8', join('build', 'programs', 'serve.js')];
    const child = spawn(join(ROOT, 'node_modules', '.bin', 'node'), program, {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        // Browsers allow passkeys on `localhost`, not on an address in digits.
        PUBLIC_URL: `http://localhost:${port}`,
        DATA_DIR: dataFolder,
        DEMO_PASSWORD,
        DEMO_ORDER_SECONDS: '1',
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const url = `http://localhost:${port}`;
    if (await isReady(url, child)) return { demo: { url, dataFolder, log: () => output }, child };
    await stopProcess(child);
    if (!output.includes(PORT_IN_USE)) throw new Error(`the demo did not start:\n${output}`);
  }
}

/** @returns false when the process has ended or does not answer in time */
async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < START_LIMIT_MS && child.exitCode === null) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
