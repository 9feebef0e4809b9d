import { z } from 'zod';
import type { Known } from './read-answer.ts';

/** A link as resources carry it. `uri` is below the host, with or without the version. */
export const Link = z.looseObject({
  uri: z.string(),
  method: z.string().optional(),
  headers: z.array(z.looseObject({ key: z.string(), value: z.string() })).optional(),
});
export type Link = Known<z.output<typeof Link>>;

/** `etag` changes with every write of the resource: read again before writing. */
export const Attributes = z.looseObject({ etag: z.string().optional(), objectType: z.string().optional() });

/** One page of a list. */
export function collection<S extends z.ZodType>(item: S) {
  return z.looseObject({
    /** The count of all pages if the service counts them, else of this page; absent in some answers. */
    totalCount: z.number().int().optional(),
    items: z.array(item),
    links: z.looseObject({ next: Link.optional() }).optional(),
    attributes: Attributes.optional(),
  });
}

export type Collection<Item> = {
  totalCount?: number | undefined;
  items: Item[];
  links?: { next?: Link | undefined } | undefined;
};

export type NextPage = Readonly<{ uri: string; headers: Readonly<Record<string, string>> }>;

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
