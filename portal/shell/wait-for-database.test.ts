import { expect, test } from 'vitest';
import { whenDatabaseAnswers } from './wait-for-database.server.ts';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect', port: 5432 });

test('a database that starts late is waited for, with one sentence before and one after', async () => {
  const sentences: string[] = [];
  let tries = 0;
  const open = async () => {
    tries += 1;
    if (tries < 4) throw refused;
    return 'open';
  };
  expect(await whenDatabaseAnswers(open, (sentence) => void sentences.push(sentence), 1)).toBe('open');
  expect(sentences).toEqual([
    'The database does not answer (Error: connect ECONNREFUSED). Waiting for it.',
    'The database answers, after 0 seconds.',
  ]);
});

test('a wrong password is not waited for', async () => {
  const wrong = Object.assign(new Error('password authentication failed'), { code: '28P01', severity: 'FATAL' });
  const sentences: string[] = [];
  const say = (sentence: string) => void sentences.push(sentence);
  await expect(whenDatabaseAnswers(() => Promise.reject(wrong), say)).rejects.toBe(wrong);
  expect(sentences).toEqual([]);
});
