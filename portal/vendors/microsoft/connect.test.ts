import { AppUserTokenRequired } from '@licence-portal/partner-center';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '@licence-portal/partner-center-simulator';
import { expect, test } from 'vitest';
import { readConfig } from '#platform/config.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { vendorSecret } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { connectMicrosoft } from './connect.ts';

test('the newest refresh token is kept sealed, and used by the next process instead of the setting', async () => {
  const world = await startWorld();
  await connect(world, DEMO_REFRESH_TOKEN).agreements.listTemplates();

  const [kept, ...others] = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorSecret));
  expect(others).toEqual([]);
  expect(kept?.name).toBe('microsoft.refreshToken');
  const token = world.services.secretBox.open(kept?.sealed ?? '', 'microsoft.refreshToken');
  expect(token).not.toBe(DEMO_REFRESH_TOKEN);
  expect(kept?.sealed).not.toContain(token);

  const templates = await connect(world, DEMO_REFRESH_TOKEN).agreements.listTemplates();
  expect(templates.items).toHaveLength(1);
  await expect(connect(world, 'set anew, and unknown').agreements.listTemplates()).rejects.toThrow('AADSTS70000');
});

test('no account sees secrets of vendors', async () => {
  const world = await startWorld();
  await connect(world, DEMO_REFRESH_TOKEN).agreements.listTemplates();
  expect(await world.db({ kind: 'provider' }, (tx) => tx.select().from(vendorSecret))).toEqual([]);
});

test('without a refresh token the calls that need a person wait for a sign-in, and the others work', async () => {
  const world = await startWorld();
  const client = connect(world, undefined);
  await expect(client.agreements.listTemplates()).rejects.toBeInstanceOf(AppUserTokenRequired);
  expect(await client.validations.isDomainAvailable('rossi.onmicrosoft.com')).toBe(true);
});

/** A client with the settings of real use, whose addresses are the simulator's. */
function connect(world: World, refreshToken: string | undefined) {
  const { database } = world.app;
  const config = readConfig({
    SECRET: world.config.SECRET,
    PARTNER_CENTER_TENANT_ID: DEMO_PARTNER_TENANT_ID,
    PARTNER_CENTER_CLIENT_ID: DEMO_APPLICATION.clientId,
    PARTNER_CENTER_CLIENT_SECRET: DEMO_APPLICATION.clientSecret,
    PARTNER_CENTER_REFRESH_TOKEN: refreshToken,
    PARTNER_CENTER_URL: world.simulator.url,
    PARTNER_CENTER_LOGIN_URL: world.simulator.url,
  });
  const { secretBox, machineClock } = world.services;
  return connectMicrosoft({
    config,
    database,
    secretBox,
    machineClock,
    log: silentLog,
    metrics: createMetrics(),
    withCircuitBreaker: false,
    simulatorUrl: undefined,
  }).client;
}
