import { PRICE_CHANGE_KINDS, type PriceChangeKind } from '../import/price-change-kinds.ts';

/** The choices of the filter above the prices that an import changes; `waiting` is no kind of its own. */
export const CHANGE_FILTERS = [...PRICE_CHANGE_KINDS, 'waiting'] as const;

/** The filter of the page's address as the input of the list. */
export function kindOf(filters: Readonly<Record<string, readonly string[]>>): {
  kind?: PriceChangeKind;
  isWaiting?: boolean;
} {
  const [chosen] = filters.kind ?? [];
  if (chosen === 'waiting') return { isWaiting: true };
  const kind = PRICE_CHANGE_KINDS.find((known) => known === chosen);
  return kind === undefined ? {} : { kind };
}
