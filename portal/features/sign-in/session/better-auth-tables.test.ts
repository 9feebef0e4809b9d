import { getAuthTables } from 'better-auth/db';
import { getTableColumns } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { createProcessLocks } from '#platform/process-locks.server.ts';
import { createAuth } from './auth.server.ts';
import { AUTH_TABLES } from './auth-adapter.server.ts';
import { createPasswordHashing } from './password-hash.server.ts';

const unused: Database = {
  kind: 'embedded',
  transaction: () => Promise.reject(new Error('this test queries no database')),
  queueConnection: { connectionString: '', options: '' },
  locks: createProcessLocks(),
  pool: () => ({ total: 0, idle: 0, waiting: 0 }),
  close: async () => {},
};

test('every field of Better Auth and its plugins has a column of ours', () => {
  const { betterAuth } = createAuth({
    database: unused,
    secret: 'a secret for tests, at least 32 characters long',
    publicUrl: 'http://portal.test',
    brandName: 'Portale',
    log: silentLog,
    passwordHashing: createPasswordHashing(),
  });
  const needed = Object.values(getAuthTables(betterAuth.options));
  expect(needed.map((table) => table.modelName).sort()).toEqual(Object.keys(AUTH_TABLES).sort());
  for (const { modelName, fields } of needed) {
    const table = AUTH_TABLES[modelName];
    if (table === undefined) throw new Error(`no table for ${modelName}`);
    const columns = Object.keys(getTableColumns(table));
    const names = ['id', ...Object.entries(fields).map(([name, field]) => field.fieldName ?? name)];
    expect(columns, `columns of ${modelName}`).toEqual(expect.arrayContaining(names));
  }
});
