import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog, type Log } from './logging.server.ts';

test('a line has its level, time, fields and text, and those of the log that it comes from', () => {
  const [line] = linesOf('info', (log) => log.child({ requestId: 'r-1' }).warn({ orderId: 'o-1' }, 'order is stuck'));
  expect(line).toMatchObject({ level: 40, requestId: 'r-1', orderId: 'o-1', msg: 'order is stuck' });
  expect(Temporal.Instant.from(String(line?.time)).epochMilliseconds).toBeGreaterThan(0);
  expect(Object.keys(line ?? {})).not.toContain('hostname');
});

test('lines below the level are left out', () => {
  const lines = linesOf('warn', (log) => {
    log.debug({}, 'one');
    log.info({}, 'two');
    log.error({}, 'three');
  });
  expect(lines.map(({ msg }) => msg)).toEqual(['three']);
});

test.each(['password', 'token', 'authorization', 'cookie', 'secret', 'login', 'email', 'recipient', 'params', 'body'])(
  'the field %s is never written',
  (name) => {
    const [line] = linesOf('info', (log) => log.info({ [name]: 'a secret', sent: { [name]: 'a secret' } }, 'request'));
    expect(JSON.stringify(line)).not.toContain('a secret');
    expect(line).toMatchObject({ [name]: '[secret]', sent: { [name]: '[secret]' } });
  },
);

test('of an error nothing is written that it says about a person', () => {
  const error = Object.assign(new Error('the name "Mario Rossi"'), { params: ['Mario Rossi'] });
  const [line] = linesOf('info', (log) => log.error({ err: error }, 'failed'));
  expect(line).toMatchObject({ err: { type: 'Error', message: 'the name [text]' } });
  expect(JSON.stringify(line)).not.toContain('Mario Rossi');
});

type Line = Readonly<Record<string, unknown>>;

function linesOf(level: string, write: (log: Log) => void): Line[] {
  const lines: Line[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  write(createLog(level, destination));
  return lines;
}
