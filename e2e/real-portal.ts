import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwnPostgres, findPostgresPrograms, type OwnPostgres } from '../portal/bin/testing/own-postgres.ts';
import {
  freePort,
  type PortalProcess,
  type RunningProcess,
  startPortal,
  startProgram,
  until,
  untilReady,
} from '../portal/bin/testing/portal-process.ts';
import { startMailServer } from './mail-server.ts';

/*
 * The portal in real use, from nothing, as docs/operations.md says: an empty PostgreSQL database whose owner is an
 * ordinary one, made by the statements of that document, the settings that it lists, web and worker
 * processes, mail over SMTP, and the simulator as a program of its own in Microsoft's place. Nobody is there yet: the
 * first link is on the output of the process that serves pages.
 */

const OPERATIONS = join(import.meta.dirname, '..', 'docs', 'operations.md');
const DATABASE = 'portal';
const OWNER = 'portal';
const SECRET = 'a secret for tests, at least 32 characters long';
const SIMULATOR = join('packages', 'partner-center-simulator', 'bin', 'partner-center-simulator.ts');
const FIRST_LINK = /http\S+\/first-start\?token=\S+/g;

/** False on a machine without PostgreSQL. */
export function canStartRealPortal(): boolean {
  return findPostgresPrograms() !== undefined;
}

export type RealPortal = Awaited<ReturnType<typeof openRealPortal>>;

/**
 * Makes the database and starts the simulator and the mail server. The portal's processes are started by the test.
 *
 * @param more  settings beside those of every process: a public address behind a proxy, for example
 */
export async function openRealPortal(more: Readonly<Record<string, string>> = {}) {
  const programs = findPostgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const postgres = createOwnPostgres(programs);
  const dataFolder = mkdtempSync(join(tmpdir(), 'licence-portal-real-'));
  const processes = new Set<RunningProcess>();
  const keep = <Started extends RunningProcess>(started: Started): Started => {
    processes.add(started);
    return started;
  };
  const mail = await startMailServer();
  const port = String(await freePort());

  async function close(): Promise<void> {
    for (const running of processes) running.kill('SIGTERM');
    const ended = Promise.all([...processes].map((running) => running.ended));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    for (const running of processes) if (running.isAlive()) running.kill('SIGKILL');
    await mail.close();
    postgres.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  }

  try {
    postgres.start();
    await makeDocumentedDatabase(postgres);
    const settings = {
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataFolder,
      DATABASE_URL: postgres.urlOf(DATABASE, OWNER),
      SECRET,
      SMTP_URL: mail.url,
      MAIL_FROM: 'Licenze <noreply@example.com>',
      LOG_LEVEL: 'debug',
      ...(await startSimulatorProgram(keep, dataFolder)),
      ...more,
    };
    refuseMissingSettings(settings);
    return {
      mail,
      settings,
      url: settings.PUBLIC_URL,
      start: async (role: 'web' | 'work', own: Readonly<Record<string, string>> = {}): Promise<PortalProcess> => {
        const chosen = role === 'work' ? { PORT: String(await freePort()) } : {};
        const started = keep(await startPortal({ ...settings, ...chosen, ROLE: role, ...own }));
        await untilReady(started);
        return started;
      },
      /** Everything that the processes have printed. */
      log: () => [...processes].map(({ output }) => output()).join('\n'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The links for the first person that a process has printed. */
export function firstLinks(process: PortalProcess): string[] {
  return process.output().match(FIRST_LINK) ?? [];
}

/** The link for the first person, once the process has printed it. */
export async function firstLink(process: PortalProcess): Promise<string> {
  await until('the link is printed', () => firstLinks(process).length > 0);
  return firstLinks(process)[0] ?? '';
}

/** Starts the simulator as an operator does, and reads the partner's credentials from what it prints. */
async function startSimulatorProgram(keep: (started: RunningProcess) => RunningProcess, dataFolder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const state = join(dataFolder, 'simulator.json');
  const simulator = keep(startProgram([SIMULATOR, '--port', String(port), '--state', state]));
  await until('the simulator answers', async () => (await fetch(`${url}/control/clock`)).ok);
  const printed = (pattern: RegExp) => pattern.exec(simulator.output())?.[1] ?? '';
  return {
    PARTNER_CENTER_URL: url,
    PARTNER_CENTER_LOGIN_URL: url,
    PARTNER_CENTER_TENANT_ID: printed(/partner tenant (\S+),/),
    PARTNER_CENTER_CLIENT_ID: printed(/client (\S+),/),
    PARTNER_CENTER_CLIENT_SECRET: printed(/secret (\S+)/),
    PARTNER_CENTER_REFRESH_TOKEN: printed(/refresh token (\S+);/),
  };
}

/** The administrator of the server makes owner and database by the statements of the document. */
async function makeDocumentedDatabase(postgres: OwnPostgres): Promise<void> {
  const found = readFileSync(OPERATIONS, 'utf8').matchAll(/`(create (?:role|database) [^`]+)`/g);
  const statements = [...found].map(([, statement = '']) => statement);
  if (statements.length !== 2)
    throw new Error('docs/operations.md has other statements than those for role and database');
  for (const statement of statements)
    await postgres.query('postgres', statement.replace('…', 'a password'), 'postgres');
}

/** What the document lists for real use is what the test sets. */
function refuseMissingSettings(settings: Readonly<Record<string, string>>): void {
  const [, block = ''] = /Real use needs[^`]*```\n([^`]*)```/.exec(readFileSync(OPERATIONS, 'utf8')) ?? [];
  const names = [...block.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
  const missing = names.filter((name) => settings[name] === undefined);
  if (names.length === 0 || missing.length > 0)
    throw new Error(`docs/operations.md lists settings that the test does not set: ${missing.join(', ')}`);
}
