import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyOperation, operation } from '#platform/operation.server.ts';
import { PERMISSIONS } from '#platform/permissions.ts';
import { en } from '../messages-en.ts';
import { it as italian } from '../messages-it.ts';
import { operations } from '../registry.ts';
import { REQUEST_CODES } from '../rest/rest-status.ts';
import {
  descriptionProblems,
  keyScopeProblems,
  listProblems,
  nameProblems,
  permissionProblems,
  sentenceProblems,
} from './operation-checks.ts';

const MESSAGES = { it: italian as Record<string, string>, en: en as Record<string, string> };

type Check = 'names' | 'permissions' | 'descriptions' | 'lists';
type Exceptions = Partial<Record<Check, string[]>>;

const EXCEPTIONS_FILE = join(import.meta.dirname, 'exceptions.json');

/**
 * The problems that the committed exceptions do not name, and the exceptions that are no problem any more: the lists
 * only shrink. With `UPDATE_EXCEPTIONS=1` in the environment the list becomes the problems found, for renamed
 * operations.
 */
function beyondExceptions(check: Check, problems: readonly string[]): string[] {
  const all = JSON.parse(readFileSync(EXCEPTIONS_FILE, 'utf8')) as Exceptions;
  const subjectOf = (problem: string) => problem.split(':')[0] ?? '';
  const subjects = [...new Set(problems.map(subjectOf))].sort();
  if (process.env.UPDATE_EXCEPTIONS === '1') {
    writeFileSync(EXCEPTIONS_FILE, `${JSON.stringify({ ...all, [check]: subjects }, null, 2)}\n`);
    return [];
  }
  const excepted = all[check] ?? [];
  return [
    ...problems.filter((problem) => !excepted.includes(subjectOf(problem))),
    ...excepted.filter((name) => !subjects.includes(name)).map((name) => `${name}: take it off the exceptions`),
  ];
}

/** An operation that is right in every respect, to be changed by mutations. */
const example = operation({
  name: 'things.listThings',
  description: 'Lists things.',
  kind: 'read',
  permission: 'users.read',
  input: z.object({ page: z.int().describe('Page.'), pageSize: z.int().describe('Rows of a page.') }),
  output: z.object({ items: z.array(z.string()).describe('Rows.'), total: z.int().describe('Rows of all pages.') }),
  run: async () => ({ items: [], total: 0 }),
});

const withChange = (change: Partial<AnyOperation>): AnyOperation => ({ ...example, ...change }) as AnyOperation;

test('every operation has a name of its own, module and verb with noun', () => {
  expect(beyondExceptions('names', nameProblems(operations))).toEqual([]);
});

test('mutation: a name without a noun, and a name used twice, are reported', () => {
  expect(nameProblems([withChange({ name: 'things.list' }), example, example])).toEqual([
    'things.list: its name is not module.verbNoun',
    'things.listThings: two operations have this name',
  ]);
});

test('no API key changes the way in, and no scope for reading writes', () => {
  expect(keyScopeProblems(operations)).toEqual([]);
});

test('mutation: an operation on passwords or sessions that keys may call is reported', () => {
  const change = { name: 'users.resetPassword', kind: 'write', permission: 'users.manage' } as const;
  const remedy = "users.resetPassword: API keys must not call it (keyScope: 'never')";
  expect(keyScopeProblems([withChange(change)])).toEqual([remedy]);
  expect(keyScopeProblems([withChange({ ...change, keyScope: 'never' })])).toEqual([]);
  expect(keyScopeProblems([withChange({ kind: 'write', keyScope: 'read' })])).toEqual([
    'things.listThings: it writes, and a key needs only the scope read',
  ]);
});

test('every permission belongs to an operation, and every operation has a row in the table', () => {
  expect(beyondExceptions('permissions', permissionProblems(operations))).toEqual([]);
});

test('mutation: a permission without a row, and a row without an operation, are reported', () => {
  const { 'users.read': _, ...without } = PERMISSIONS;
  expect(permissionProblems([example], without)).toContain(
    'things.listThings: its permission users.read has no row in the table',
  );
  expect(permissionProblems([example])).toContain('users.manage: no operation has this permission');
});

test('every operation, and every field that it takes and gives, is described', () => {
  expect(beyondExceptions('descriptions', descriptionProblems(operations))).toEqual([]);
});

test('mutation: a missing description is reported with the path of its field', () => {
  const output = z.object({ items: z.array(z.object({ name: z.string() })).describe('Rows.') });
  expect(descriptionProblems([withChange({ description: ' ', output }), example])).toEqual([
    'things.listThings: description, output.items.name',
  ]);
});

test('every list takes a page and answers with its rows and their total', () => {
  expect(beyondExceptions('lists', listProblems(operations))).toEqual([]);
});

test('mutation: a list of another shape is reported', () => {
  const output = z.object({ things: z.array(z.string()), total: z.int() });
  expect(listProblems([withChange({ output }), example])).toEqual(['things.listThings: it has no output.items']);
});

const codes = [...REQUEST_CODES, ...operations.flatMap(({ refusals }) => refusals ?? [])];

test('every refusal has its sentence for customer and provider in both languages', () => {
  expect(sentenceProblems(codes, MESSAGES)).toEqual([]);
});

test('mutation: a sentence that is missing in one language is reported', () => {
  const { 'refusal.permission.denied.provider': _, ...without } = MESSAGES.en;
  expect(sentenceProblems(codes, { ...MESSAGES, en: without })).toEqual(['en: refusal.permission.denied.provider']);
});
