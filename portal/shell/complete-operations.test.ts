import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { AccountId, PersonId } from '#platform/ids.ts';
import { isPermitted, PERMISSIONS, ROLES } from '#platform/permissions.ts';
import { isRefusal } from '#platform/refusal.ts';
import { en } from './messages-en.ts';
import { it as italian } from './messages-it.ts';
import { operations } from './registry.ts';
import { startWorld } from './testing/world.ts';

const WORDS = { it: italian as Record<string, string>, en: en as Record<string, string> };

test('every operation has a name of its own, in the module and verb form', () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(name))).toEqual([]);
});

test('every permission of the table is asked by an operation', () => {
  const asked = new Set<string>(operations.map(({ permission }) => permission));
  expect(Object.keys(PERMISSIONS).filter((permission) => !asked.has(permission))).toEqual(UNASKED_PERMISSIONS);
});

/** Waiting for their modules; the list only shrinks. */
const UNASKED_PERMISSIONS: string[] = ['subscriptions.manage', 'licences.manage'];

test('every refusal has its sentence for customer and provider in both languages', () => {
  const codes = new Set([
    'permission.denied',
    'input.invalid',
    ...operations.flatMap(({ refusals }) => refusals ?? []),
  ]);
  const missing: string[] = [];
  for (const code of [...codes].sort()) {
    for (const reader of ['customer', 'provider']) {
      for (const [language, words] of Object.entries(WORDS)) {
        if (!(`refusal.${code}.${reader}` in words)) missing.push(`${language}: refusal.${code}.${reader}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test('a role without the permission is refused by every operation before anything is read', async () => {
  const world = await startWorld();
  const wrong: string[] = [];
  for (const role of ROLES) {
    const actor: Actor = {
      role,
      accountId: AccountId.parse(crypto.randomUUID()),
      personId: PersonId.parse(crypto.randomUUID()),
      impersonatorId: null,
    };
    for (const op of operations) {
      if (isPermitted(role, op.permission)) continue;
      const code = await world
        .as(actor)
        .call(op, {})
        .then(
          () => 'done',
          (error: unknown) => (isRefusal(error) ? error.code : String(error)),
        );
      if (code !== 'permission.denied') wrong.push(`${op.name} as ${role}: ${code}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('an id that is not the account’s own is refused as not found, never answered', async () => {
  const world = await startWorld();
  const actor: Actor = {
    role: 'administrator',
    accountId: AccountId.parse(crypto.randomUUID()),
    personId: PersonId.parse(crypto.randomUUID()),
    impersonatorId: null,
  };
  const wrong: string[] = [];
  let asked = 0;
  for (const op of operations) {
    if (!isPermitted('administrator', op.permission)) continue;
    const ids = idFieldsOf(op.input);
    if (ids === undefined) continue;
    asked += 1;
    const input = Object.fromEntries(ids.map((name) => [name, crypto.randomUUID()]));
    const code = await world
      .as(actor)
      .call(op, input)
      .then(
        () => 'done',
        (error: unknown) => (isRefusal(error) ? error.code : String(error)),
      );
    if (!/([nN]otFound|[nN]otAssigned)$/.test(code)) wrong.push(`${op.name}: ${code}`);
  }
  expect(asked).toBeGreaterThan(5);
  expect(wrong).toEqual([]);
});

/** The fields that an input needs, when all of them are ids. */
function idFieldsOf(input: unknown): string[] | undefined {
  const shape = (input as { shape?: Record<string, { isOptional?: () => boolean }> }).shape;
  if (shape === undefined) return undefined;
  const needed = Object.entries(shape)
    .filter(([, schema]) => schema.isOptional?.() !== true)
    .map(([name]) => name);
  return needed.length > 0 && needed.every((name) => /Id$/.test(name)) ? needed : undefined;
}
