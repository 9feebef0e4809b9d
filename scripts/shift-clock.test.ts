import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { shiftedEnvironment } from './shift-clock.mjs';
import { ROOT } from './source-files.ts';

/** Runs a program at an instant. @returns what it printed, read as JSON */
async function printedAt(startsAt: string, zone: string, program: string): Promise<unknown> {
  const environment = { ...process.env, ...shiftedEnvironment(startsAt, zone) };
  const given = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: ROOT, env: environment });
  return JSON.parse(stdout);
}

test('every way to read the time of a process is shifted', async () => {
  const printed = await printedAt(
    '2028-02-29T22:15:00Z',
    'Asia/Tokyo',
    `const at = [
      new Date().toISOString(), new Date(Date.now()).toISOString(), new Date(Date()).toISOString(),
      Temporal.Now.instant().toString(), Temporal.Now.zonedDateTimeISO('UTC').toString(),
      Temporal.Now.plainDateISO().toString(), Temporal.Now.plainDateTimeISO('UTC').toString(),
    ];
    console.log(JSON.stringify(at.map((text) => text.slice(0, 10))));`,
  );
  expect(printed).toEqual([...Array.from({ length: 5 }, () => '2028-02-29'), '2028-03-01', '2028-02-29']);
});

test('dates that are given stay as they are, and are dates', async () => {
  const printed = await printedAt(
    '2026-12-31T23:50:00Z',
    'UTC',
    `class Day extends Date {}
    const given = new Date('2026-03-01T00:00:00Z');
    const own = new Day(0);
    console.log(JSON.stringify([
      given.toISOString(), given instanceof Date, given.constructor === Date, Date.UTC(2026, 0), own instanceof Day,
      structuredClone(given) instanceof Date,
    ]));`,
  );
  expect(printed).toEqual(['2026-03-01T00:00:00.000Z', true, true, 1767225600000, true, true]);
});

test('the embedded database has the shifted time, and so have programs that are started', async () => {
  const printed = await printedAt(
    '2027-03-28T00:30:00Z',
    'UTC',
    `import { execFileSync } from 'node:child_process';
    import { PGlite } from '@electric-sql/pglite';
    const { rows } = await (await PGlite.create()).query('select now() as at');
    const child = execFileSync(process.execPath, ['--print', 'new Date().toISOString()'], { encoding: 'utf8' });
    console.log(JSON.stringify([rows[0].at.toISOString().slice(0, 10), child.slice(0, 10)]));`,
  );
  expect(printed).toEqual(['2027-03-28', '2027-03-28']);
});

test('a file that is written now has the shifted time, and a time that is set is read back', async () => {
  const printed = await printedAt(
    '2028-02-29T12:00:00Z',
    'UTC',
    `import { tmpdir } from 'node:os';
    import { join } from 'node:path';
    import fs, { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
    const folder = mkdtempSync(join(tmpdir(), 'licence-portal-time-'));
    const written = statSync(folder).mtime.toISOString().slice(0, 10);
    const set = new Date('2028-02-01T10:00:00.005Z');
    utimesSync(folder, set, set);
    fs.stat(folder, (error, stats) => {
      console.log(JSON.stringify([error, written, stats.mtime.toISOString()]));
      rmSync(folder, { recursive: true });
    });`,
  );
  expect(printed).toEqual([null, '2028-02-29', expect.stringMatching(/^2028-02-01T10:00:00.00/)]);
});
