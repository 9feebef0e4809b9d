import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { forgetMails } from './forget-mails.pass.ts';
import { createMetrics } from './metrics.server.ts';
import { runPass } from './passes.server.ts';

test('one run deletes all old rows, however many, and no others', async () => {
  const world = await startWorld();
  const old = world.clock.now().subtract(world.services.retention.mails).subtract({ hours: 1 });
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`
      insert into mail (account_id, kind, recipient, subject, text_body, html_body, status, created_at)
      select gen_random_uuid(), 'test', '', '', '', '', case when n % 1000 = 0 then 'waiting' else 'sent' end,
        ${old.toString()}::timestamptz
      from generate_series(1, 12000) n`),
  );
  const metrics = createMetrics();
  await runPass(world.app, forgetMails, metrics);
  const { rows } = await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`select status, count(*)::int as count from mail group by 1`),
  );
  expect(rows).toEqual([{ status: 'waiting', count: 12 }]);
  expect((await metrics.passRows.get()).values).toMatchObject([{ value: 11_988 }]);
});
