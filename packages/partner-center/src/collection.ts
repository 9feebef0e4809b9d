import { z } from 'zod';
import { detailsOf, type Known } from './read-answer.ts';

/** A link as resources carry it. `uri` is below the host, with or without the version. */
export const Link = z.looseObject({
  uri: z.string(),
  method: z.string().optional(),
  headers: z.array(z.looseObject({ key: z.string(), value: z.string() })).optional(),
});
export type Link = Known<z.output<typeof Link>>;

/** `etag` changes with every write of the resource: read again before writing. */
export const Attributes = z.looseObject({ etag: z.string().optional(), objectType: z.string().optional() });

/** One page of a list, its rows unread. */
export const RawCollection = z.looseObject({
  /** The count of all pages if the service counts them, else of this page; absent in some answers. */
  totalCount: z.number().int().optional(),
  items: z.array(z.unknown()),
  links: z.looseObject({ next: Link.optional() }).optional(),
  attributes: Attributes.optional(),
});

/** A row of another shape than documented. */
export type UnreadableItem = Readonly<{
  /** Its place in the page, from 0, nulls not counted. */
  index: number;
  /** Path and problem: `items.0.id: expected string`. Never the values. */
  details: readonly string[];
}>;

/** One page of a list. */
export type Collection<Item> = {
  totalCount?: number | undefined;
  items: Item[];
  /** The rows that are missing among `items`; absent if all were read. */
  unreadable?: readonly UnreadableItem[] | undefined;
  links?: { next?: Link | undefined } | undefined;
};

export type NextPage = Readonly<{ uri: string; headers: Readonly<Record<string, string>> }>;

/** Reads the rows one by one: a row that cannot be read takes no other with it. */
export function readItems<S extends z.ZodType>(item: S, rows: readonly unknown[]) {
  const items: Known<z.output<S>>[] = [];
  const unreadable: UnreadableItem[] = [];
  for (const [index, row] of rows.entries()) {
    const parsed = item.safeParse(row);
    if (parsed.success) items.push(parsed.data as Known<z.output<S>>);
    else unreadable.push({ index, details: detailsOf(parsed.error, ['items', index]) });
  }
  return { items, unreadable };
}

/**
 * Page by page: `for await (const page of pages)`. Or row by row, over all pages: `for await (const row of
 * pages.items())`; rows that cannot be read are then known to the hook `onUnreadableItem` alone. A page is fetched when
 * it is needed, and a list can be read once.
 */
export type Pages<Item> = AsyncGenerator<Collection<Item>, void, undefined> &
  Readonly<{ items(): AsyncGenerator<Item, void, undefined> }>;

export function withItems<Item>(pages: AsyncGenerator<Collection<Item>, void, undefined>): Pages<Item> {
  async function* items() {
    for await (const page of pages) yield* page.items;
  }
  return Object.assign(pages, { items });
}

/**
 * The address of the next page, with the headers that its link requires (`MS-ContinuationToken`).
 *
 * @source Partner Center, "REST headers" and "Get a list of customers"
 */
export function nextPageOf(page: Collection<unknown>): NextPage | undefined {
  const next = page.links?.next;
  if (next === undefined) return undefined;
  return { uri: next.uri, headers: Object.fromEntries((next.headers ?? []).map(({ key, value }) => [key, value])) };
}
