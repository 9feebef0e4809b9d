import { expect, test } from 'vitest';
import { pagesNamed } from './page-search.ts';
import { paths } from './paths.ts';

const everybody = () => true;
const found = (typed: string) => pagesNamed(typed, everybody).map(({ to }) => to);

test.each([
  ['abbonamento', 'sottoscrizione', paths.subscriptions()],
  ['Abbonamenti', 'le mie sottoscrizioni', paths.subscriptions()],
  ['annullare l’abbonamento', 'cancellare la sottoscrizione', paths.subscriptions()],
  ['Mercato', 'Marketplace', paths.marketplace()],
  ['pannello di controllo', 'CCP', paths.dashboard()],
  ['attività', 'audit', paths.activity()],
])('A9 both words lead to the same page: %s, %s', (one, other, page) => {
  expect(found(one)).toContain(page);
  expect(found(other)).toContain(page);
});

test('a page that the reader may not open is not found', () => {
  expect(pagesNamed('fatture', (permission) => permission !== 'billing.read')).toEqual([]);
});

test('a product, a short beginning and nothing find no page', () => {
  for (const typed of ['Microsoft 365 Business Premium', 'ab', '', 'abbonamento zzz']) expect(found(typed)).toEqual([]);
});
