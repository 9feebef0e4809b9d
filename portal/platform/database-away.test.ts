import { expect, test } from 'vitest';
import { DatabaseAway, isConnectionFault, isDatabaseAway } from './database-away.ts';

const fault = (fields: object, message = 'failed') => Object.assign(new Error(message), fields);

test.each([
  fault({ code: 'ECONNREFUSED', syscall: 'connect' }),
  fault({ code: 'ENOENT', syscall: 'connect' }),
  fault({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
  fault({ code: '57P03', severity: 'FATAL' }),
  fault({ code: '57P01', severity: 'FATAL' }),
  fault({ code: '08006', severity: 'ERROR' }),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new AggregateError([fault({ code: 'ECONNREFUSED', syscall: 'connect' })], 'all addresses'),
  new Error('Failed query', { cause: new Error('Client has encountered a connection error and is not queryable') }),
])('%s says that the database cannot be reached', (error) => {
  expect(isConnectionFault(error)).toBe(true);
});

test.each([
  fault({ code: '28P01', severity: 'FATAL' }),
  fault({ code: '3D000', severity: 'FATAL' }),
  fault({ code: '40001', severity: 'ERROR' }),
  fault({ code: '57014', severity: 'ERROR' }),
  fault({ code: 'ENOSPC', syscall: 'write' }),
  new Error('a connection is missing'),
  'Connection terminated',
  undefined,
])('%s does not', (error) => {
  expect(isConnectionFault(error)).toBe(false);
});

test('the fault is recognised below what wraps it', () => {
  expect(isDatabaseAway(new Error('sign-in failed', { cause: new DatabaseAway(undefined) }))).toBe(true);
  expect(isDatabaseAway(new Error('another'))).toBe(false);
});
