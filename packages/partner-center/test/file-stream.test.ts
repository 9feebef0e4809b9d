import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startTestClient } from './test-client.ts';

const SHEET = "/v1.0/sales/pricesheets(Market='IT',PricesheetView='updatedlicensebased')/$value";
const ROWS = 'CFQ7TTC0LH18,0001,Business Basic\r\n'.repeat(20_000);

test('a file that is read some time after it was opened is complete', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', SHEET, { text: ROWS, headers: { 'Content-Type': 'application/octet-stream' } });
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const { stream } = await client.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' });
  // Unreferenced objects are collected and finalised on a later turn of the event loop.
  for (let turn = 0; turn < 5; turn += 1) {
    collectGarbage();
    await nextTurn();
  }
  expect((await new Response(stream).text()).length).toBe(ROWS.length);
});
