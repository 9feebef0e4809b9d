import { type APIRequestContext, expect, request } from '@playwright/test';
import { DEMO_PASSWORD } from './demo.ts';

/*
 * The portal's REST interface as its users have it: addresses and methods are read from the OpenAPI document,
 * operations are called by their names. Tests make their data with it; what they show, they show on pages.
 */

type Answer = Record<string, unknown>;
type Documented = Readonly<{ path: string; method: string }>;

/** REST with the session of one person. The session's cookies can be given to a browser. */
export class Rest {
  readonly #request: APIRequestContext;
  readonly #operations: ReadonlyMap<string, Documented>;

  private constructor(made: APIRequestContext, operations: ReadonlyMap<string, Documented>) {
    this.#request = made;
    this.#operations = operations;
  }

  /** Nobody is signed in yet. */
  static async open(url: string): Promise<Rest> {
    const made = await request.newContext({ baseURL: url, extraHTTPHeaders: { Origin: url } });
    return new Rest(made, await documentedOperations(made));
  }

  close(): Promise<void> {
    return this.#request.dispose();
  }

  /** Signs a person in by the form of the sign-in page. */
  async signIn(login: string, password = DEMO_PASSWORD): Promise<void> {
    await this.#submit('/sign-in', { login, password });
  }

  /** Follows the link of an activation mail and chooses a password, which signs the person in. */
  async activate(link: string, password: string): Promise<void> {
    await this.#submit(link, { password, repeatedPassword: password });
  }

  async cookies() {
    return (await this.#request.storageState()).cookies;
  }

  /**
   * Calls an operation by its name.
   *
   * @returns its answer, which the caller reads by its documented fields
   */
  async call<Result extends Answer = Answer>(operation: string, input: Answer = {}): Promise<Result> {
    const found = this.#operations.get(operation);
    if (found === undefined) throw new Error(`no operation is documented as ${operation}`);
    const isRead = found.method === 'get';
    const response = await this.#request.fetch(found.path, {
      method: found.method,
      ...(isRead
        ? { params: input as Record<string, string> }
        : { data: input, headers: { 'Idempotency-Key': crypto.randomUUID() } }),
    });
    if (!response.ok()) throw new Error(`${operation}: ${response.status()} ${await response.text()}`);
    return (await response.json()) as Result;
  }

  /** Sends a page's form. */
  async #submit(path: string, form: Record<string, string>): Promise<void> {
    const response = await this.#request.post(path, { form, maxRedirects: 0 });
    expect(response.status(), `${path} sends on to a page`).toBe(302);
  }
}

async function documentedOperations(made: APIRequestContext): Promise<ReadonlyMap<string, Documented>> {
  const response = await made.get('/api/v1/openapi.json');
  const { servers, paths } = (await response.json()) as {
    servers: { url: string }[];
    paths: Record<string, Record<string, { operationId?: string }>>;
  };
  const prefix = new URL(servers[0]?.url ?? '/api/v1').pathname;
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId }]): [string, Documented][] =>
        operationId === undefined ? [] : [[operationId, { path: `${prefix}${path}`, method }]],
      ),
    ),
  );
}
