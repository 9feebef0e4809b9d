/** Sizes of a page of rows that a person may choose. */
export const PAGE_SIZES = [25, 50] as const;

/** The query in a list's address. Only parameters that the list declares are read; others are ignored. */
export type TableQuery<SortKey extends string = string> = Readonly<{
  /** Trimmed; empty when nothing is searched. */
  search: string;
  /** Chosen values by filter name; a filter with no choice is absent. */
  filters: Readonly<Record<string, readonly string[]>>;
  sortKey: SortKey;
  descending: boolean;
  /** From 1. */
  page: number;
  pageSize: (typeof PAGE_SIZES)[number];
}>;

/**
 * Reads the search parameters of a list's address: `q`, `sort` (`name`, or `-name` for descending), `page`, `rows`, and
 * one parameter for each filter, which may repeat.
 *
 * @param declared.sortKeys  columns that may be sorted; the first is the default, or `defaultSort`
 */
export function readTableQuery<SortKey extends string>(
  parameters: URLSearchParams,
  declared: {
    sortKeys: readonly [SortKey, ...SortKey[]];
    defaultSort?: { key: SortKey; descending: boolean };
    filterNames?: readonly string[];
  },
): TableQuery<SortKey> {
  const defaultSort = declared.defaultSort ?? { key: declared.sortKeys[0], descending: false };
  const sorted = parameters.get('sort') ?? '';
  const sortKey = declared.sortKeys.find((key) => key === sorted.replace(/^-/, ''));
  const page = Number(parameters.get('page'));
  const pageSize = PAGE_SIZES.find((size) => String(size) === parameters.get('rows'));
  const filters = (declared.filterNames ?? [])
    .map((name) => [name, parameters.getAll(name)] as const)
    .filter(([, values]) => values.length > 0);
  return {
    search: (parameters.get('q') ?? '').trim(),
    filters: Object.fromEntries(filters),
    sortKey: sortKey ?? defaultSort.key,
    descending: sortKey === undefined ? defaultSort.descending : sorted.startsWith('-'),
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
    pageSize: pageSize ?? PAGE_SIZES[0],
  };
}

/**
 * The same address with some parameters changed; null takes one away. The page number starts again unless it is given.
 */
export function withParameters(
  parameters: URLSearchParams,
  changes: Readonly<Record<string, string | readonly string[] | null>>,
): string {
  const changed = new URLSearchParams(parameters);
  changed.delete('page');
  for (const [name, value] of Object.entries(changes)) {
    changed.delete(name);
    for (const one of value === null ? [] : [value].flat()) changed.append(name, one);
  }
  const text = changed.toString();
  return text === '' ? '?' : `?${text}`;
}
