import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FolderError, lockFolder, makeFolder } from './folder-lock.server.ts';

test('a folder is made with those above it', () => {
  const folder = join(emptyFolder(), 'data', 'portal', 'database');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test('a folder that cannot be made is named with the setting that changes it', () => {
  const file = join(emptyFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'data'))).toThrow(FolderError);
  expect(() => makeFolder(join(file, 'data'))).toThrow(/file\/data" cannot be made.*DATA_DIR/);
});

test('a folder can be locked again after its release', async () => {
  const folder = emptyFolder();
  const release = await lockFolder(folder);
  await release();
  await (await lockFolder(folder))();
});

test('a folder that another process holds is refused with the ways out', async () => {
  const folder = emptyFolder();
  const release = await lockFolder(folder);
  onTestFinished(() => release());
  const second = lockFolder(folder, { retryCount: 1, retryAfterMs: 10 });
  await expect(second).rejects.toThrow(FolderError);
  await expect(lockFolder(folder, { retryCount: 0, retryAfterMs: 0 })).rejects.toThrow(
    /in use by another portal process.*DATA_DIR.*DATABASE_URL/,
  );
});

test('the lock of a process that was killed is taken over', async () => {
  const folder = emptyFolder();
  const left = `${folder}.lock`;
  mkdirSync(left);
  onTestFinished(() => rmSync(left, { recursive: true, force: true }));
  const elevenSecondsAgo = Temporal.Now.instant().subtract({ seconds: 11 }).epochMilliseconds / 1000;
  utimesSync(left, elevenSecondsAgo, elevenSecondsAgo);
  await (await lockFolder(folder, { retryCount: 0, retryAfterMs: 0 }))();
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
