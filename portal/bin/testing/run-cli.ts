import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
export const TIME_LIMIT_MS = 90_000;

type Ended = Readonly<{ status: number; stdout: string; stderr: string }>;

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the built program, as a person does. */
export function cli(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const environment = {
    ...process.env,
    DATA_DIR: settings.DATA_DIR ?? temporaryFolder(),
    DEMO_PASSWORD: 'quattro sedie verdi',
    ...settings,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join('build', 'programs', 'cli.js'), ...words],
      { cwd: ROOT, env: environment, timeout: TIME_LIMIT_MS },
      (error, stdout, stderr) => resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}
