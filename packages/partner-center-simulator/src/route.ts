import { entryOf, type Fields, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { requestedFailureIn } from './requested-failures.ts';
import { settleCustomer } from './settle-customer.ts';
import type { CustomerRecord } from './state.ts';
import { fieldsOf } from './wire-json.ts';
import type { World } from './world.ts';

/** One row of the simulator's API: what is answered, to whom, and the page of Microsoft's that it imitates. */
export type Route = Readonly<{
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:names` for its variable parts; compared without case. */
  path: string;
  /** `appUser`: an app-only token is refused with 900329. */
  token: 'appOrUser' | 'appUser';
  /** Which audience the token must be for. */
  audience?: 'partnerCenter' | 'sales';
  /** What the audit log calls it, for a write that is kept there. @source Partner Center, "Auditing resources" */
  audit?: Readonly<{ operation: string; resource: string }>;
  /** Title of the page in Microsoft's Partner Center documentation. */
  source: string;
  handle: (call: Call) => Answer;
}>;

export type Answer = Readonly<{
  status: number;
  body?: Json | Uint8Array;
  headers?: Record<string, string>;
}>;

/** One request, as a handler sees it. Every handler finishes without waiting, so no two requests are ever mixed. */
export class Call {
  readonly world: World;
  readonly now: Temporal.Instant;
  /** Where the caller reached us, without a trailing slash. */
  readonly origin: string;
  /** Ends of the path as they came, lower case. */
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

  /** What was sent, whatever it is. */
  get bodySent(): Json | undefined {
    return this.json;
  }

  /** The customer that the path names, brought up to now. Refuses a tenant that does not exist or has no relationship with us. */
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
   * The same, for what needs a role in the customer's directory. Only a customer named so lacks it.
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
