import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildProvider } from '#features/orders/builders.ts';
import { createCustomer, person } from '#features/users/users.ts';
import { systemActor } from '#platform/actor.ts';
import type { AccountId } from '#platform/ids.ts';
import { inContext } from '#platform/operation.server.ts';
import { mail } from '#platform/tables.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getWork } from './get-work.ts';
import { openMail } from './open-mail.ts';
import { sendMailAgain } from './send-mail-again.ts';

/** More than the delays between the attempts of one mail. */
const SECONDS_OF_ALL_ATTEMPTS = 86_400;
const TOKEN = /activate\?token=[\w-]{40}/;

/** A new customer whose first administrator is invited, on a portal that is no demo. */
async function invitedCustomer(deliver: () => Promise<'sent' | 'kept'>) {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  world.services.outboxShowsLinks = false;
  const delivered: { to: string; text: string; html: string }[] = [];
  world.services.mailDelivery = {
    deliver(message) {
      delivered.push(message);
      return deliver();
    },
  };
  const provider = await buildProvider(world);
  const created = await world.as(provider).call(createCustomer, {
    name: 'Nuova S.r.l.',
    timeZone: 'Europe/Rome',
    administrator: { firstName: 'Ida', lastName: 'Blu', email: 'ida@nuova.it' },
  });
  const accountId = created.accountId as AccountId;
  const caller = { actor: systemActor(accountId), requestId: 'test' };
  const stored = () => world.db({ kind: 'system' }, (tx) => tx.select().from(mail).orderBy(mail.createdAt, mail.id));
  const inviteAgain = () =>
    inContext(world.app, { kind: 'account', accountId }, caller, world.app.log, async (context) => {
      const [invited] = await context.tx.select().from(person);
      if (invited !== undefined) await world.services.credentials.sendActivation(context, invited);
    });
  return { world, provider, delivered, stored, inviteAgain };
}

test('the link of an invitation is for its recipient: neither the table nor the outbox has it', async () => {
  const { world, provider, delivered, stored } = await invitedCustomer(async () => 'sent');
  expect(JSON.stringify(await stored())).not.toMatch(TOKEN);
  const [row] = await stored();
  expect(row).toMatchObject({ hasPersonalLink: true, sealedLink: expect.any(String) });
  const open = () => world.as(provider).call(openMail, { mailId: row?.id ?? '' });
  expect(JSON.stringify(await open())).not.toMatch(TOKEN);

  await world.runJobs();

  expect(delivered).toMatchObject([{ to: 'ida@nuova.it', text: expect.stringMatching(TOKEN) }]);
  expect(delivered[0]?.html).toMatch(/<a href="http:\/\/portal\.test\/activate\?token=[\w-]+"/);
  expect(await stored()).toMatchObject([{ status: 'sent', sealedLink: null }]);
  const opened = await open();
  expect(opened.textBody).toContain('(collegamento personale, non mostrato)');
  expect(opened.htmlBody).toContain('Scegli la password</span> (collegamento personale, non mostrato)');
  expect(JSON.stringify(opened)).not.toMatch(/activate|personal-link/);
});

test('without a mail server only the demo shows the link of an invitation', async () => {
  const { world, provider, stored, inviteAgain } = await invitedCustomer(async () => 'kept');
  await world.runJobs();
  expect(await stored()).toMatchObject([{ status: 'kept', sealedLink: null }]);

  world.services.outboxShowsLinks = true;
  await inviteAgain();
  await world.runJobs();
  const [first, second] = await stored();
  const read = (mailId = '') => world.as(provider).call(openMail, { mailId });
  expect((await read(second?.id)).textBody).toMatch(TOKEN);
  expect((await read(first?.id)).textBody).not.toMatch(TOKEN);
});

test('an invitation that could not be sent is sent again with a new link, while it is needed', async () => {
  const { world, provider, delivered, stored } = await invitedCustomer(() => Promise.reject(new Error('421 later')));
  await world.worker.runAll(SECONDS_OF_ALL_ATTEMPTS);
  const failed = (await stored())[0];
  expect(failed).toMatchObject({ status: 'failed', sealedLink: null });
  const firstLink = TOKEN.exec(delivered[0]?.text ?? '')?.[0];
  delivered.length = 0;
  world.services.mailDelivery = {
    async deliver(message) {
      delivered.push(message);
      return 'sent';
    },
  };

  await world.as(provider).call(sendMailAgain, { mailId: failed?.id ?? '' });
  await world.runJobs();

  expect((await stored()).map(({ status }) => status).sort()).toEqual(['replaced', 'sent']);
  const secondLink = TOKEN.exec(delivered[0]?.text ?? '')?.[0];
  expect(secondLink).toBeDefined();
  expect(secondLink).not.toBe(firstLink);
  expect((await world.as(provider).call(getWork, {})).failedMails.total).toBe(0);

  await world.db({ kind: 'system' }, async (tx) => {
    await tx.update(person).set({ passwordSetAt: world.clock.now() }).where(eq(person.email, 'ida@nuova.it'));
    await tx.update(mail).set({ status: 'failed' });
  });
  await expect(world.as(provider).call(sendMailAgain, { mailId: failed?.id ?? '' })).rejects.toThrow(
    'provider.mailLinkNotNeeded',
  );
});
