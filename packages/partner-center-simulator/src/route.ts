import { entryOf, type Fields, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { requestedFailureIn } from './requested-failures.ts';
import { settleCustomer } from './settle-customer.ts';
import type { CustomerRecord } from './state.ts';
import { fieldsOf } from './wire-json.ts';
import type { World } from './world.ts';

/** A route of the simulator's API, with the token it needs and the page of Microsoft's that it imitates. */
export type Route = Readonly<{
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:names` for its variable parts; compared without case. */
  path: string;
  /** `appUser`: an app-only token is refused with 900329. `app`: a token of a person is refused. */
  token: 'appOrUser' | 'app' | 'appUser';
  /** The audience that the token must be for. */
  audience?: 'partnerCenter' | 'sales' | 'graph';
  /**
   * The names of a write in the audit log; absent if it is not recorded.
   *
   * @source Partner Center, "Auditing resources"
   */
  audit?: Readonly<{ operation: string; resource: string }>;
  /** Title of the page in Microsoft's documentation; of Partner Center's, unless it names another product. */
  source: string;
  handle: (call: Call) => Answer;
}>;

export type Answer = Readonly<{
  status: number;
  body?: Json | Uint8Array;
  headers?: Record<string, string>;
}>;

/** A request for a handler. Handlers are synchronous, so two requests are never interleaved. */
export class Call {
  readonly world: World;
  readonly now: Temporal.Instant;
  /** The address at which the simulator was called, without a trailing slash. */
  readonly origin: string;
  /** The variable parts of the path, lower case. */
  private readonly params: Record<string, string>;
  private readonly queries: URLSearchParams;
  private readonly headers: Headers;
  private readonly json: Json | undefined;

  constructor(parts: {
    world: World;
    origin: string;
    params: Record<string, string>;
    queries: URLSearchParams;
    headers: Headers;
    json: Json | undefined;
  }) {
    this.world = parts.world;
    this.now = parts.world.clock.now();
    this.origin = parts.origin;
    this.params = parts.params;
    this.queries = parts.queries;
    this.headers = parts.headers;
    this.json = parts.json;
  }

  param(name: string): string {
    return entryOf(this.params, name.toLowerCase()) ?? '';
  }

  /** A query value; names are compared without case, blank counts as absent. */
  query(name: string): string | undefined {
    for (const [key, value] of this.queries) {
      if (key.toLowerCase() === name.toLowerCase() && value !== '') return value;
    }
    return undefined;
  }

  header(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }

  /** The body as an object, its names spelled as documented. */
  body(): Fields {
    return fieldsOf(this.json);
  }

  /** The body as it was sent. */
  get bodySent(): Json | undefined {
    return this.json;
  }

  /**
   * The customer that the path names, settled.
   *
   * @throws PartnerError for a tenant that does not exist or has no reseller relationship
   */
  customer(): CustomerRecord {
    const id = this.param('customerId');
    const record = entryOf(this.world.state.customers, id);
    if (record === undefined) throw new PartnerError(60003, [id]);
    if (record.customer.relationshipToPartner !== 'reseller') {
      throw new PartnerError(20002, [this.world.settings.partnerTenantId, id]);
    }
    settleCustomer(this.world, record);
    return record;
  }

  /**
   * As `customer()`, for routes that need a role in the customer's directory. It is missing only on request, by the
   * customer's name.
   *
   * @source Partner Center, "GDAP-supported workloads", "Error codes", 900308
   */
  directoryCustomer(): CustomerRecord {
    const record = this.customer();
    if (requestedFailureIn(record.companyName) === 'noPrivileges') throw new PartnerError(900308);
    return record;
  }
}

export function ok(body: Json): Answer {
  return { status: 200, body };
}

export function created(body: Json): Answer {
  return { status: 201, body };
}
