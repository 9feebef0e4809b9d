import { z } from 'zod';
import { DEMO_PASSWORD, type PortalProcess } from './portal-process.ts';
import type { Service } from './service.ts';

/** An administrator of a demo company, by REST. The session is good at every web process of the database. */
export type Customer = Readonly<{
  call(web: Pick<PortalProcess, 'url'>, method: 'GET' | 'POST', path: string, given?: Call): Promise<Response>;
  /** Sends the form of a page. */
  page(web: Pick<PortalProcess, 'url'>, path: string, form: Readonly<Record<string, string>>): Promise<Response>;
}>;

type Call = Readonly<{ body?: object; key?: string; headers?: Record<string, string>; signal?: AbortSignal }>;

export async function signInCustomer(web: Pick<PortalProcess, 'url'>, login = 'admin'): Promise<Customer> {
  const answer = await fetch(`${web.url}/api/v1/sign-in/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: web.url },
    body: JSON.stringify({ login, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    call: (at, method, path, { body, key, headers, signal } = {}) =>
      fetch(`${at.url}/api/v1${path}`, {
        method,
        headers: {
          cookie,
          origin: at.url,
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...headers,
        },
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
        ...(signal === undefined ? {} : { signal }),
      }),
    page: (at, path, form) =>
      fetch(`${at.url}${path}`, {
        method: 'POST',
        headers: { cookie, origin: at.url },
        body: new URLSearchParams(form),
        redirect: 'manual',
      }),
  };
}

/** One licence of a product that this customer has bought before, in the same Microsoft account. */
export type Choice = Readonly<{ tenantId: string; line: object }>;

export async function knownChoice(service: Pick<Service, 'query'>): Promise<Choice> {
  const [known] = await service.query<{ tenant_id: string; offer_id: string; term: string; cycle: string }>(`
    select o.tenant_id, l.offer_id, l.term_duration as term, l.billing_cycle as cycle
    from customer_order o join order_line l on l.order_id = o.id join person p on p.account_id = o.account_id
    where o.kind = 'purchase' and o.vendor = 'microsoft' and o.status = 'done' and p.login = 'admin'
    order by l.unit_price_per_cycle limit 1`);
  if (known === undefined) throw new Error('the demo has no purchase of the first company');
  const { tenant_id: tenantId, offer_id: offerId, term: termDuration, cycle: billingCycle } = known;
  return { tenantId, line: { offerId, termDuration, billingCycle, seatCount: 1 } };
}

const Quoted = z.object({ quoteId: z.string(), view: z.looseObject({ possible: z.boolean() }) });
const Placed = z.object({ orderId: z.string() });

/** Orders one licence as a program does that repeats each request under its key until it is answered. */
export async function placeOrder(
  customer: Customer,
  webs: () => readonly Pick<PortalProcess, 'url'>[],
  { tenantId, line }: Choice,
  limitMs = 120_000,
): Promise<string> {
  const startedMs = performance.now();
  const send = async (path: string, body: object): Promise<unknown> => {
    const key = crypto.randomUUID();
    for (let attempt = 0; ; attempt += 1) {
      const web = webs()[attempt % Math.max(1, webs().length)];
      const answer = await (web === undefined
        ? undefined
        : customer
            .call(web, 'POST', path, { body, key, signal: AbortSignal.timeout(30_000) })
            .then(async (response) => ({ status: response.status, text: await response.text() }))
            .catch(() => undefined));
      if (answer?.status === 200) return JSON.parse(answer.text);
      const mayPass = answer === undefined || answer.status >= 500 || answer.status === 409 || answer.status === 429;
      if (!mayPass || performance.now() - startedMs > limitMs)
        throw new Error(`${path}: ${answer?.status} ${answer?.text}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const { quoteId, view } = Quoted.parse(await send('/purchasing/quote-purchase', { tenantId, lines: [line] }));
  if (!view.possible) throw new Error(`the purchase is not possible: ${JSON.stringify(view)}`);
  const order = { quoteId, paymentMethod: 'onAccount', ownReference: `test ${quoteId.slice(0, 8)}` };
  return Placed.parse(await send('/orders/place-order', order)).orderId;
}
