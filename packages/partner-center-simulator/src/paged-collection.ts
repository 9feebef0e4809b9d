import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import type { Call } from './route.ts';
import { collection, link } from './wire-json.ts';

/**
 * One page of a long collection. A request for the next page has the `MS-ContinuationToken` that `links.next` names.
 *
 * @source Partner Center, "Partner Center REST headers"; "Get invoice line items"
 */
export function pagedCollection<Item>(
  call: Call,
  all: readonly Item[],
  uri: string,
  pageSize: number,
  shown: (item: Item) => Fields,
): Fields {
  const start = Number(call.header('MS-ContinuationToken') ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) throw new PartnerError(800002, ['MS-ContinuationToken']);
  const end = start + pageSize;
  const answer = collection(all.slice(start, end).map(shown), uri);
  if (end < all.length) {
    const headers = [{ key: 'MS-ContinuationToken', value: String(end) }];
    answer.links = { self: link(uri), next: { uri: `${uri}&seekOperation=Next`, method: 'GET', headers } };
  }
  return answer;
}
