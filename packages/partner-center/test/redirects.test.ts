import { expect, test } from 'vitest';
import { PartnerCenterUnreadable } from '../src/partner-center.ts';
import { startScriptedServer } from './scripted-server.ts';
import { customerId, startTestClient, TOKEN_PATH } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;
const STATUSES = [301, 302, 303, 307, 308];

test.each(STATUSES)('a sign-in that is answered with %d sends the secret to no other address', async (status) => {
  const other = await startScriptedServer();
  const redirect = { status, headers: { Location: `${other.url}${TOKEN_PATH}` } };
  const { client, server } = await startTestClient({ signIn: [redirect] });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({ status, reason: 'redirect' });
  expect(server.receivedAt(TOKEN_PATH)).toHaveLength(1);
  expect(other.received).toEqual([]);
});

test.each(STATUSES)('a call that is answered with %d is neither followed nor sent again', async (status) => {
  const { client, server } = await startTestClient();
  const other = await startScriptedServer();
  server.reply('GET', CUSTOMER, { status, headers: { Location: `${other.url}${CUSTOMER}` } });
  await expect(client.customers.get(customerId)).rejects.toBeInstanceOf(PartnerCenterUnreadable);
  expect(server.receivedAt(CUSTOMER)).toHaveLength(1);
  expect(other.received).toEqual([]);
});
