import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LOOK_EVERY_MS = 50;

/** A process of the built portal, or another program of the project. */
export type RunningProcess = Readonly<{
  /** Everything that it has printed. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with its exit status, or the name of the signal that ended it. */
  ended: Promise<number | string>;
  isAlive(): boolean;
  pid: number;
}>;

export type PortalProcess = RunningProcess & Readonly<{ url: string }>;

/** Starts the built server on a free port and does not wait for it. */
export async function startPortal(environment: Readonly<Record<string, string>>): Promise<PortalProcess> {
  const port = environment.PORT ?? String(await freePort());
  const started = startProgram([join('build', 'programs', 'serve.js')], {
    PORT: port,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    DEMO_PASSWORD,
    DEMO_ORDER_SECONDS: '0',
    ...environment,
  });
  return { ...started, url: `http://127.0.0.1:${port}` };
}

export const DEMO_PASSWORD = 'Finestra sul cortile 2026';

/** Starts a program with the project's Node. */
export function startProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProcess {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...withoutSettings(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
  return {
    output: () => output,
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    ended,
    isAlive: () => child.exitCode === null && child.signalCode === null,
  };
}

/** Settings of the person who runs the tests are not those of the tests. */
function withoutSettings(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, DATABASE_URL: __, ...environment } = process.env;
  return environment;
}

/** Waits until `holds` answers true. What it throws counts as no. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const startedMs = performance.now();
  let last: unknown;
  while (performance.now() - startedMs < limitMs) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`not within ${limitMs} ms: ${what}`, { cause: last });
}

export async function untilReady(portal: PortalProcess, limitMs = 60_000): Promise<void> {
  await until(
    'the process is ready',
    async () => {
      if (!portal.isAlive()) return true;
      return (await fetch(`${portal.url}/readyz`)).ok;
    },
    limitMs,
  );
  if (!portal.isAlive()) throw new Error(`the process ended:\n${portal.output()}`);
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
