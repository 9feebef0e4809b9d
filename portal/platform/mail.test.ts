import { expect, test } from 'vitest';
import { buildCustomer } from '#features/orders/builders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { systemActor } from './actor.ts';
import type { AccountId } from './ids.ts';
import type { JobContext } from './job.ts';
import { deliverMail, type MailContent, type MailDelivery, sendMail } from './mail.server.ts';
import { inContext } from './operation.server.ts';
import { assert } from './refusal.ts';

const CONTENT: MailContent = {
  kind: 'orders.done',
  subject: 'Ordine <1> & "2"',
  lead: 'Il servizio <b>è pronto</b>.',
  paragraphs: ['Puoi aprirlo dal pannello.'],
  button: { label: 'Apri', url: 'http://portal.test/orders?id=1&from=mail' },
  details: [{ label: 'Licenze', value: '3' }],
  why: 'Hai fatto questo ordine.',
};

test('a mail is stored and delivered once, with an id of its own', async () => {
  const { world, delivered } = await worldWithDelivery(async () => 'sent');
  await send(world);
  await world.runJobs();
  await world.runJobs();
  const [stored] = await world.mails();
  expect(stored).toMatchObject({ kind: 'orders.done', recipient: 'anna@rossi.example', status: 'sent', failure: null });
  expect(stored?.sentAt).toEqual(world.clock.now());
  expect(delivered).toMatchObject([{ id: `${stored?.id}@licence-portal`, to: 'anna@rossi.example' }]);
});

test('texts are escaped in the HTML and left as they are in the plain text', async () => {
  const { world } = await worldWithDelivery(async () => 'kept');
  await send(world);
  const [stored] = await world.mails();
  expect(stored?.textBody).toContain('Il servizio <b>è pronto</b>.');
  expect(stored?.textBody).toContain('Apri:\nhttp://portal.test/orders?id=1&from=mail');
  expect(stored?.textBody).toContain('Licenze: 3');
  expect(stored?.htmlBody).toContain('Il servizio &lt;b&gt;è pronto&lt;/b&gt;.');
  expect(stored?.htmlBody).toContain('<title>Ordine &lt;1&gt; &amp; &quot;2&quot;</title>');
  expect(stored?.htmlBody).toContain('href="http://portal.test/orders?id=1&amp;from=mail"');
  expect(stored?.htmlBody).toContain('<html lang="it">');
});

test('a mail waits after an attempt that failed, and has failed after the last one', async () => {
  const { world } = await worldWithDelivery(() => Promise.reject(new Error('421 try later')));
  const { accountId } = await send(world);
  const [stored] = await world.mails();
  assert(stored !== undefined, 'the mail is stored');
  const attemptAt = (attempt: number, isLastAttempt: boolean) =>
    deliverMail.run(jobContext(world, accountId, { attempt, isLastAttempt }), { accountId, mailId: stored.id });
  await expect(attemptAt(3, false)).rejects.toThrow('421 try later');
  expect(await world.mails()).toMatchObject([{ status: 'waiting', failure: '421 try later', attemptCount: 3 }]);
  await expect(attemptAt(8, true)).rejects.toThrow('421 try later');
  expect(await world.mails()).toMatchObject([{ status: 'failed', failure: '421 try later', attemptCount: 8 }]);
});

test('a delivery that works at the second attempt leaves no failure', async () => {
  let attempts = 0;
  const { world } = await worldWithDelivery(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('421 try later');
    return 'sent';
  });
  await send(world);
  await world.runJobs();
  expect(await world.mails()).toMatchObject([{ status: 'sent', failure: null, attemptCount: 2 }]);
});

test('a mail is neither stored nor sent when its transaction fails', async () => {
  const { world, delivered } = await worldWithDelivery(async () => 'sent');
  await expect(send(world, new Error('the write failed'))).rejects.toThrow('the write failed');
  await world.runJobs();
  expect(await world.mails()).toEqual([]);
  expect(delivered).toEqual([]);
});

async function worldWithDelivery(deliver: () => Promise<'sent' | 'kept'>) {
  const world = await startWorld();
  const delivered: Parameters<MailDelivery['deliver']>[0][] = [];
  world.services.mailDelivery = {
    deliver(message) {
      delivered.push(message);
      return deliver();
    },
  };
  return { world, delivered };
}

/** @param failure  thrown in the transaction after the mail was stored */
async function send(world: World, failure?: Error) {
  const { accountId, administrator } = await buildCustomer(world);
  const { personId } = administrator;
  const to = { accountId, personId, address: 'anna@rossi.example', locale: 'it' } as const;
  const caller = { actor: administrator, requestId: 'request' };
  await inContext(world.app, { kind: 'account', accountId }, caller, world.app.log, async (context) => {
    await sendMail(context, to, CONTENT);
    if (failure !== undefined) throw failure;
  });
  return { accountId };
}

function jobContext(
  { app, clock, services }: World,
  accountId: AccountId,
  attempt: Pick<JobContext, 'attempt' | 'isLastAttempt'>,
): JobContext {
  const caller = { actor: systemActor(accountId), requestId: 'request' };
  return {
    ...attempt,
    clock,
    machineNow: () => Temporal.Now.instant(),
    services,
    log: app.log,
    requestId: caller.requestId,
    signal: new AbortController().signal,
    inTransaction: (run) => inContext(app, { kind: 'account', accountId }, caller, app.log, (inside) => run(inside)),
  };
}
