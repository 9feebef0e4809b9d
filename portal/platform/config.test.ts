import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, readDatabaseSettings } from './config.server.ts';
import { settingsTable } from './settings-table.ts';

test('without settings it is the demo on the embedded database', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ mode: 'demo', PORT: 3000, PUBLIC_URL: 'http://localhost:3000', ROLE: 'all' });
  expect(config.DATABASE_URL).toBeUndefined();
});

test.each([
  [{ PORT: 'eighty' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL'],
  [{ SECRET: 'short' }, 'SECRET'],
  [{ BRAND_ACCENT: 'blue' }, 'BRAND_ACCENT'],
  [{ DATABASE_URL: 'postgres://localhost/portal' }, 'SECRET'],
  [{ PARTNER_CENTER_TENANT_ID: 'a-tenant' }, 'PARTNER_CENTER_CLIENT_ID'],
  [{ ROLE: 'web' }, 'ROLE'],
  [{ DATABASE_OWNER_URL: 'postgres://localhost/portal' }, 'DATABASE_URL'],
])('refuses %o with a sentence that names %s', (environment, name) => {
  expect(() => readConfig(environment)).toThrow(ConfigError);
  expect(() => readConfig(environment)).toThrow(name);
});

const SERVER = { DATABASE_URL: 'postgres://localhost/portal', SECRET: 'x'.repeat(32) };
const PARTNER = {
  PARTNER_CENTER_TENANT_ID: 'a-tenant',
  PARTNER_CENTER_CLIENT_ID: 'an-application',
  PARTNER_CENTER_CLIENT_SECRET: 'its-secret',
};

test('a database server is not used for the demo unless that is requested by name', () => {
  expect(() => readConfig(SERVER)).toThrow(/PARTNER_CENTER_TENANT_ID.*DEMO_ON_DATABASE_URL=true/);
  expect(() => readConfig({ ...SERVER, DEMO_PASSWORD: 'a-password' })).toThrow(ConfigError);
  expect(readConfig({ ...SERVER, DEMO_ON_DATABASE_URL: 'true' }).mode).toBe('demo');
  expect(readConfig({ ...SERVER, ...PARTNER }).mode).toBe('real');
});

test('several processes need a server and real use', () => {
  expect(() => readConfig({ ...PARTNER, ROLE: 'work' })).toThrow('with the embedded database');
  expect(() => readConfig({ ...SERVER, DEMO_ON_DATABASE_URL: 'true', ROLE: 'work' })).toThrow('in the demo');
  for (const ROLE of ['web', 'work']) {
    expect(() => readConfig({ ...SERVER, ROLE })).toThrow('PARTNER_CENTER_TENANT_ID');
    expect(() => readConfig({ ...SERVER, ...PARTNER, SECRET: '', ROLE })).toThrow('SECRET');
    expect(readConfig({ ...SERVER, ...PARTNER, ROLE }).ROLE).toBe(ROLE);
  }
});

test('a command on the database alone takes either connection, and no credentials', () => {
  const url = 'postgres://localhost/portal';
  const owner = 'postgres://owner@localhost/portal';
  const read = (environment: Record<string, string>) => {
    const { DATABASE_URL, DATABASE_OWNER_URL } = readDatabaseSettings(environment);
    return [DATABASE_URL, DATABASE_OWNER_URL];
  };
  expect(read({ DATABASE_URL: url })).toEqual([url, url]);
  expect(read({ DATABASE_OWNER_URL: owner })).toEqual([owner, owner]);
  expect(read({ DATABASE_URL: url, DATABASE_OWNER_URL: owner })).toEqual([url, owner]);
});

test('the demo cannot be requested together with the credentials of a partner', () => {
  expect(() => readConfig({ ...SERVER, ...PARTNER, DEMO_ON_DATABASE_URL: 'true' })).toThrow('exclude each other');
});

test('an empty setting is an unset one', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' }).PORT).toBe(3000);
});

test('docs/operations.md has the table of settings as they are', () => {
  const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  expect(document).toContain(settingsTable());
});
