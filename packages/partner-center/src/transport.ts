import type { z } from 'zod';
import { type CallOptions, callIdentityOf, sharedOptions } from './call-options.ts';
import { type Collection, nextPageOf, type Pages, RawCollection, readItems, withItems } from './collection.ts';
import { type CallIdentity, PartnerCenterUnreadable } from './errors.ts';
import type { Answer } from './exchange.ts';
import { type Known, readAnswer } from './read-answer.ts';
import { createRequestSender, type SenderOptions, type SendParts } from './request-sender.ts';
import { linkUrl, type PathValues, type Query, requestUrl } from './request-url.ts';
import type { Host, PathNames, Route } from './routes.ts';

export type TransportOptions = SenderOptions &
  Readonly<{
    /** Base addresses, without a trailing slash. */
    hosts: Readonly<Record<Host, string>>;
  }>;

export type RequestParts<Path extends string> = Omit<SendParts, 'headers'> &
  Readonly<{ query?: Query }> &
  ([PathNames<Path>] extends [never] ? unknown : Readonly<{ path: PathValues<Path> }>);

/** The one way to Partner Center: every call goes through it and gets its answer checked. */
export type Transport = ReturnType<typeof createTransport>;

export function createTransport(environment: TransportOptions) {
  const { hosts, sleep, now, hooks } = environment;
  const sendReady = createRequestSender(environment);
  return { send, sendTo, read, list, pages, sleep, now };

  /** Sends a call and returns its answer as it came, for calls whose answer is a status, a `Location`, or a stream. */
  function send<Path extends string>(route: Route<Path>, parts: RequestParts<Path>, options: CallOptions) {
    const values = 'path' in parts ? (parts.path as Readonly<Record<string, string>>) : {};
    const url = requestUrl(hosts[route.host], route, values, parts.query);
    return sendReady({ route, url, parts, options, call: callIdentityOf(route, options) });
  }

  /** GETs an address that Partner Center gave: the `next` link of a page, the `Location` of a 202. */
  function sendTo(route: Route, link: string, parts: SendParts, options: CallOptions) {
    const call = callIdentityOf(route, options);
    const url = linkUrl(hosts[route.host], link);
    if (url === undefined) throw new PartnerCenterUnreadable(call, { status: 200, reason: 'foreignLink' });
    const get = { ...route, method: 'GET' } as const;
    return sendReady({ route: get, url, parts, options, call: { ...call, route: `GET ${route.path}` } });
  }

  async function read<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    schema: S,
    options: CallOptions,
  ): Promise<Known<z.output<S>>> {
    const call = callIdentityOf(route, options);
    return readAnswer(schema, await send(route, { ...parts, json: 'always' }, { ...options, ...call }), call);
  }

  /** The first page of a collection, with its `next` link if there is more. */
  async function list<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    item: S,
    options: CallOptions,
  ): Promise<Collection<Known<z.output<S>>>> {
    const call = callIdentityOf(route, options);
    return readPage(item, await send(route, { ...parts, json: 'always' }, { ...options, ...call }), call);
  }

  /** Each page is a call of its own, with its own request id; the correlation id is shared. */
  function pages<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    item: S,
    options: CallOptions,
  ): Pages<Known<z.output<S>>> {
    return withItems(eachPage(route, parts, item, options));
  }

  async function* eachPage<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    item: S,
    options: CallOptions,
  ): AsyncGenerator<Collection<Known<z.output<S>>>, void, undefined> {
    const shared = sharedOptions(options, options.correlationId ?? crypto.randomUUID());
    const followed = new Set<string>();
    let page = await list(route, parts, item, { ...options, ...shared });
    yield page;
    for (let next = nextPageOf(page); next !== undefined; next = nextPageOf(page)) {
      const call = callIdentityOf(route, shared);
      const link = JSON.stringify(next);
      if (followed.has(link)) throw new PartnerCenterUnreadable(call, { status: 200, reason: 'repeatedLink' });
      followed.add(link);
      const parts = { headers: next.headers, json: 'always' } as const;
      page = readPage(item, await sendTo(route, next.uri, parts, { ...shared, ...call }), call);
      yield page;
    }
  }

  function readPage<S extends z.ZodType>(item: S, answer: Answer, call: CallIdentity): Collection<Known<z.output<S>>> {
    const page = readAnswer(RawCollection, answer, call);
    const { items, unreadable } = readItems(item, page.items);
    for (const one of unreadable) hooks.onUnreadableItem?.({ ...call, ...one });
    return { ...page, items, ...(unreadable.length > 0 && { unreadable }) };
  }
}
