import { Decimal } from '@licence-portal/nce';
import { sql } from 'drizzle-orm';
import { pgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { decimal, instant, plainDate } from './columns.ts';

/** Of one transaction. */
const sample = pgTable('column_sample', { at: instant().notNull(), on: plainDate().notNull(), net: decimal() });

test('instants, dates and decimals come back from the database as they were written', async () => {
  const world = await startWorld();
  const rows = [
    { at: '2026-10-25T00:30:00.123456Z', on: '2028-02-29', net: '-1234567890123.000001' },
    { at: '1999-12-31T23:59:59Z', on: '2026-03-29', net: '0.0000001' },
    { at: '2026-03-29T01:00:00Z', on: '9999-12-31', net: null },
  ];
  const read = await world.db({ kind: 'system' }, async (tx) => {
    await tx.execute(sql`create temporary table column_sample (at timestamptz, "on" date, net numeric) on commit drop`);
    // The session of a person of another time zone.
    await tx.execute(sql`set local time zone 'Asia/Tokyo'`);
    for (const { at, on, net } of rows)
      await tx.insert(sample).values({
        at: Temporal.Instant.from(at),
        on: Temporal.PlainDate.from(on),
        net: net === null ? null : new Decimal(net),
      });
    return tx.select().from(sample);
  });
  expect(
    read.map(({ at, on, net }) => ({ at: at.toString(), on: on.toString(), net: net?.toFixed() ?? null })),
  ).toEqual(rows);
});
