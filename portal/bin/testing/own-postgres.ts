import { spawnSync } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/*
 * A PostgreSQL server that a test has for itself, to start late, stop and kill it. It is reached through a socket in
 * its own folder. Its owner is an ordinary one, as in operation.
 */

const OWNER = 'portal_owner';

/** Where the programs of PostgreSQL are; undefined on a machine without them. */
export function findPostgresPrograms(): string | undefined {
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').sort().at(-1);
  return found === undefined ? undefined : dirname(found);
}

export type OwnPostgres = ReturnType<typeof createOwnPostgres>;

/**
 * Makes the files of a server that is not started yet.
 *
 * @param moreOptions  for the server, `-c name=value`; they win over those of tests
 */
export function createOwnPostgres(programs: string, moreOptions = '') {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-postgres-'));
  const user = systemUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const run = (program: string, args: readonly string[]) => {
    const { status, stderr } = spawnSync(join(programs, program), args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user ?? {}),
    });
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  };
  const data = join(folder, 'db');
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--encoding=UTF8', '--locale=C.UTF-8']);
  const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off -c max_connections=100 ${moreOptions}`;
  const urlOf = (database: string, role = OWNER) => `postgres://${role}@localhost/${database}?host=${folder}`;

  return {
    start: () => run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']),
    /** `immediate` is a crash: nothing is written, and the next start recovers. */
    stop: (mode: 'fast' | 'immediate') => run('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']),
    urlOf,
    /** What the server says, with every statement from `logStatements(true)` on. */
    logFile: join(folder, 'log'),
    async logStatements(isOn: boolean): Promise<void> {
      await this.query('postgres', `alter system set log_statement = '${isOn ? 'all' : 'none'}'`, 'postgres');
      await this.query('postgres', 'select pg_reload_conf()', 'postgres');
    },
    /** Runs one statement as the owner, who sees every row, or as the superuser. */
    async query<Row extends pg.QueryResultRow>(database: string, statement: string, role = OWNER): Promise<Row[]> {
      const client = new pg.Client({ connectionString: urlOf(database, role) });
      client.on('error', () => {});
      await client.connect();
      try {
        await client.query("set app.scope = 'system'");
        return (await client.query<Row>(statement)).rows;
      } finally {
        await client.end();
      }
    },
    /** Makes the owner and an empty database, at the first start. */
    async createDatabase(name: string): Promise<void> {
      await this.query('postgres', `create role ${OWNER} login createrole createdb`, 'postgres');
      await this.query('postgres', `create database ${name} owner ${OWNER}`, 'postgres');
    },
    remove(): void {
      spawnSync(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], { cwd: folder, ...(user ?? {}) });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: there, the user whom its package makes. */
function systemUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
}
