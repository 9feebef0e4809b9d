import { expect, test } from 'vitest';
import { addOnsLeftWithout, missingPrerequisites, type OwnedSku } from '../src/nce.ts';

const owned = (productId: string, skuId: string, status = 'active'): OwnedSku => ({ productId, skuId, status });
const bases = ['CFQ7TTC0LFLX:0001', 'CFQ7TTC0LFLZ:0002'];

test('one active base is enough, and ids are compared without case', () => {
  expect(missingPrerequisites(bases, [owned('cfq7ttc0lflz', '0002')])).toEqual([]);
  expect(missingPrerequisites(['cfq7ttc0lflz:0002'], [owned('CFQ7TTC0LFLZ', '0002')])).toEqual([]);
});

test.each([
  ['nothing', []],
  ['another SKU of the product', [owned('CFQ7TTC0LFLZ', '0001')]],
  ['a base that is suspended', [owned('CFQ7TTC0LFLX', '0001', 'suspended')]],
])('with %s the required bases are listed', (_, others) => {
  expect(missingPrerequisites(bases, others)).toEqual(bases);
});

test('a product that is no add-on has no prerequisites', () => {
  expect(missingPrerequisites([], [])).toEqual([]);
});

test('an add-on loses its base only when no other active base remains', () => {
  const base = owned('CFQ7TTC0LFLX', '0001');
  const addOn = { name: 'calling', prerequisites: bases };
  const orphan = { name: 'orphan', prerequisites: ['CFQ7TTC0LF8Q:0001'] };
  const none = { name: 'base', prerequisites: [] };
  expect(addOnsLeftWithout(base, [], [addOn, orphan, none])).toEqual([addOn]);
  expect(addOnsLeftWithout(base, [owned('CFQ7TTC0LFLZ', '0002')], [addOn])).toEqual([]);
  expect(addOnsLeftWithout(base, [owned('CFQ7TTC0LFLZ', '0002', 'expired')], [addOn])).toEqual([addOn]);
});
