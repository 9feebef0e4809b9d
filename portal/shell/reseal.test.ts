import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openSecretBox } from '#platform/secret-box.server.ts';
import { vendorSecret } from '#platform/tables.ts';
import { checkSecret } from './check-secret.server.ts';
import { resealDatabase } from './reseal.server.ts';
import { SEALED_COLUMNS, SIGN_IN_LIBRARY, sealingOf } from './sealed-texts.server.ts';
import { openDemoWorld, queryRows } from './testing/demo-world.ts';
import { startWorld, type World } from './testing/world.ts';

const PORTAL = join(import.meta.dirname, '..');
const NEW_SECRET = 'another secret for tests, at least 32 characters';
const OTHER_SECRET = 'a third secret for tests, at least 32 characters';
const NEW_BOX = openSecretBox(NEW_SECRET);
const OTHER_BOX = openSecretBox(OTHER_SECRET);

test('a changed SECRET is told at the start, with what to do', async () => {
  const world = await startWorld();
  await checkSecret(world.app.database, world.services.secretBox);
  await expect(checkSecret(world.app.database, NEW_BOX)).rejects.toThrow(/^SECRET is not .*npm run cli -- reseal/s);
});

test('a database of an earlier version, without the known text, is checked by what it has sealed', async () => {
  const world = await startWorld();
  const { database } = world.app;
  await storeSecret(world);
  await world.db({ kind: 'system' }, (tx) => tx.execute(sql`delete from secret_check`));
  await expect(checkSecret(database, NEW_BOX)).rejects.toThrow('SECRET is not');
  await checkSecret(database, world.services.secretBox);
  await expect(checkSecret(database, NEW_BOX)).rejects.toThrow('SECRET is not');
});

test('every sealed text is sealed with the new secret, once; the old one is refused from then on', async () => {
  const { world, close } = await openDemoWorld();
  const { database } = world.app;
  const secrets = { oldSecret: secretOf(world), newSecret: NEW_SECRET };
  await sealEverywhere(world);
  expect(await resealDatabase(database, secrets)).toBeGreaterThanOrEqual(SEALED_COLUMNS.length);
  for (const sealedColumn of SEALED_COLUMNS) {
    const { table, column, purposeOf } = sealedColumn;
    const sealing = sealingOf(sealedColumn, NEW_SECRET);
    const rows = await queryRows<{ fields: Record<string, string> }>(
      world,
      sql`select to_jsonb(found) as fields from ${sql.identifier(table)} as found
          where ${sql.identifier(column)} <> ''`,
    );
    expect(rows.length, `${table} has a sealed text`).toBeGreaterThan(0);
    for (const { fields } of rows) expect(await sealing.open(fields[column] ?? '', purposeOf(fields))).toBe('plain');
  }
  await checkSecret(database, NEW_BOX);
  await expect(checkSecret(database, world.services.secretBox)).rejects.toThrow('SECRET is not');
  expect(await resealDatabase(database, secrets)).toBeUndefined();
  await close();
});

test('with a wrong old secret, or a text that it does not open, nothing is changed', async () => {
  const world = await startWorld();
  const { database } = world.app;
  const { secretBox } = world.services;
  await storeSecret(world);
  const wrong = resealDatabase(database, { oldSecret: OTHER_SECRET, newSecret: NEW_SECRET });
  await expect(wrong).rejects.toThrow('OLD_SECRET is not the one');
  const strange = { name: 'strange', sealed: OTHER_BOX.seal('x', 'strange'), updatedAt: world.clock.now() };
  await world.db({ kind: 'system' }, (tx) => tx.insert(vendorSecret).values(strange));
  const half = resealDatabase(database, { oldSecret: secretOf(world), newSecret: NEW_SECRET });
  await expect(half).rejects.toThrow('vendor_secret.sealed');
  await checkSecret(database, secretBox);
  const rows = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorSecret));
  const kept = rows.find(({ name }) => name === 'example.refreshToken');
  expect(secretBox.open(kept?.sealed ?? '', 'example.refreshToken')).toBe('token');
});

test('every file that seals a text is in the list of sealed columns', () => {
  const sealing = readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$/.test(file))
    .filter((file) => /\.seal\(/.test(readFileSync(join(PORTAL, file), 'utf8')))
    .map((file) => relative(join(PORTAL, '..'), join(PORTAL, file)));
  // They seal the known text, and everything anew.
  const ofSecrets = ['portal/shell/check-secret.server.ts', 'portal/shell/reseal.server.ts'];
  expect(sealing.filter((file) => !ofSecrets.includes(file)).sort()).toEqual(
    [...new Set(SEALED_COLUMNS.map(({ sealedIn }) => sealedIn))].filter((file) => file !== SIGN_IN_LIBRARY).sort(),
  );
});

async function storeSecret(world: World): Promise<void> {
  const name = 'example.refreshToken';
  const sealed = world.services.secretBox.seal('token', name);
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(vendorSecret).values({ name, sealed, updatedAt: world.clock.now() }),
  );
}

function secretOf({ config: { SECRET } }: World): string {
  if (SECRET === undefined) throw new Error('the world has a secret');
  return SECRET;
}

/** Puts a text that the world's secret sealed into each column. Rows without one are made by the test's world. */
async function sealEverywhere(world: World): Promise<void> {
  await storeSecret(world);
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`insert into vendor_sign_in_attempt (state_hash, vendor, started_by, sealed, expires_at)
      values ('hash', 'example', gen_random_uuid(), 'x', now())`),
  );
  for (const sealedColumn of SEALED_COLUMNS) {
    const { table, column, purposeOf } = sealedColumn;
    const rows = await queryRows<{ place: string; fields: Record<string, string> }>(
      world,
      sql`select ctid::text as place, to_jsonb(found) as fields from ${sql.identifier(table)} as found`,
    );
    for (const { place, fields } of rows) {
      const sealed = await sealingOf(sealedColumn, secretOf(world)).seal('plain', purposeOf(fields));
      await world.db({ kind: 'system' }, (tx) =>
        tx.execute(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${sealed}
          where ctid = ${place}::tid`),
      );
    }
  }
}
