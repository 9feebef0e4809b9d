import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { txtResolver } from './txt-resolver.server.ts';

const NO_ERROR = 0;
const NAME_ERROR = 3;
const REFUSED = 5;

test('the strings of one TXT record are one text', async () => {
  const server = await startDnsServer({ code: NO_ERROR, strings: ['licence-', 'portal=abc'] });
  expect(await txtResolver([server])('_licence-portal.contoso.example', AbortSignal.timeout(5_000))).toEqual({
    answered: true,
    values: ['licence-portal=abc'],
  });
});

test('a name that does not exist has no records; a server that refuses has not answered', async () => {
  const missing = await startDnsServer({ code: NAME_ERROR, strings: [] });
  expect(await txtResolver([missing])('_licence-portal.contoso.example', AbortSignal.timeout(5_000))).toEqual({
    answered: true,
    values: [],
  });
  const refusing = await startDnsServer({ code: REFUSED, strings: [] });
  expect(await txtResolver([refusing])('_licence-portal.contoso.example', AbortSignal.timeout(5_000))).toEqual({
    answered: false,
    code: 'EREFUSED',
  });
});

test('the time limit of the question ends it', async () => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const answer = await txtResolver([`127.0.0.1:${silent.address().port}`])('contoso.example', AbortSignal.timeout(50));
  expect(answer).toEqual({ answered: false, code: 'ECANCELLED' });
});

/** A DNS server that gives every question the same answer. @source RFC 1035, 4.1 */
async function startDnsServer({ code, strings }: { code: number; strings: readonly string[] }): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const text = Buffer.concat(strings.map((part) => Buffer.from([part.length, ...Buffer.from(part)])));
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(strings.length === 0 ? 0 : 1, 6);
    header.writeUInt16BE(0, 8);
    header.writeUInt16BE(0, 10);
    const section = question.subarray(12, 12 + question.subarray(12).indexOf(0) + 5);
    const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, text.length >> 8, text.length & 255]);
    socket.send(Buffer.concat([header, section, ...(strings.length === 0 ? [] : [record, text])]), from.port);
  });
  socket.bind(0, '127.0.0.1');
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}
