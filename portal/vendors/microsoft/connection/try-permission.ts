import {
  AppUserTokenRequired,
  type PartnerCenterClient,
  PartnerCenterError,
  PartnerCenterHttpError,
} from '@licence-portal/partner-center';
import { desc, isNotNull } from 'drizzle-orm';
import { type CheckName, type CheckResult, PASSED, type VendorConnection } from '#features/connections/connections.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Database } from '#platform/database.server.ts';
import { tryRegistration } from './partner-events.ts';
import { remedyOf } from './remedy.ts';

type Given = Readonly<{ newClient: () => PartnerCenterClient; database: Database }>;
type Try = (given: Given, request: Readonly<{ eventsUrl: string; signal: AbortSignal }>) => Promise<CheckResult>;

/** One permission is given up after this time. */
const TIME_LIMIT_MS = 10_000;
/** Customers whose roles are tried, the newest of the portal. */
const CUSTOMERS_TRIED = 5;
/** Any price sheet does: the right to read them is the same for all. */
const PRICE_SHEET = { market: 'IT', view: 'updatedlicensebased' } as const;

/** Tries a permission by a read that needs it. */
export function permissionTries(given: Given): VendorConnection['tryPermission'] {
  return async (name, { eventsUrl, signal }) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    try {
      return await TRIES[name](given, { eventsUrl, signal: limited });
    } catch (error) {
      if (error instanceof PartnerCenterError) return failureOf(error);
      if (limited.aborted) return NO_ANSWER;
      throw error;
    }
  };
}

const TRIES: Readonly<Record<CheckName, Try>> = {
  async application({ newClient }, { signal }) {
    await newClient().customers.list({ size: 1 }, { signal });
    return PASSED;
  },
  async person({ newClient }, { signal }) {
    await newClient().agreements.listTemplates({}, { signal });
    return PASSED;
  },
  async priceLists({ newClient }, { signal }) {
    const file = await newClient().priceSheets.open(PRICE_SHEET, { signal });
    await file.stream.cancel();
    return PASSED;
  },
  async customerRoles({ newClient, database }, { signal }) {
    const client = newClient();
    const customers = await listCustomers(client, database, signal);
    if (customers.length === 0) return { ...PASSED, outcome: 'notTried', finding: { name: 'noCustomer', facts: {} } };
    const outcomes = await Promise.all(customers.map((customer) => tryRoles(client, customer.id, signal)));
    const lacking = customers.filter((_, position) => outcomes[position] !== undefined);
    const facts = { tried: customers.length, lacking: lacking.length };
    const refusal = outcomes.find((outcome) => outcome !== undefined);
    if (refusal === undefined) return { ...PASSED, finding: { name: 'rolesFound', facts } };
    const names = lacking.map(({ name }) => name).join(', ');
    return { ...refusal, finding: { name: 'rolesMissing', facts: { ...facts, names } } };
  },
  events: ({ newClient }, { eventsUrl, signal }) => tryRegistration(newClient(), eventsUrl, signal),
};

type PartnersCustomer = Readonly<{ id: string; name: string }>;

/** The newest customers of the portal, else some of the partner's. */
async function listCustomers(
  client: PartnerCenterClient,
  database: Database,
  signal: AbortSignal,
): Promise<PartnersCustomer[]> {
  const known = await database.transaction({ kind: 'system' }, (tx) =>
    tx
      .select({ id: tenant.microsoftCustomerId, name: tenant.domain })
      .from(tenant)
      .where(isNotNull(tenant.microsoftCustomerId))
      .orderBy(desc(tenant.createdAt))
      .limit(CUSTOMERS_TRIED),
  );
  const ofPortal = known.flatMap(({ id, name }) => (id === null ? [] : [{ id, name }]));
  if (ofPortal.length > 0) return ofPortal;
  const { items } = await client.customers.list({ size: CUSTOMERS_TRIED }, { signal });
  return items
    .slice(0, CUSTOMERS_TRIED)
    .map(({ id, companyProfile }) => ({ id, name: companyProfile?.domain ?? companyProfile?.companyName ?? id }));
}

/**
 * Reads what needs roles in the customer's directory. @returns the refusal of a role; undefined when they are there
 *
 * @throws PartnerCenterError for every other refusal
 */
async function tryRoles(
  client: PartnerCenterClient,
  customerId: string,
  signal: AbortSignal,
): Promise<CheckResult | undefined> {
  try {
    await client.users.list(customerId, { size: 1 }, { signal });
    await client.licenses.listSubscribedSkus(customerId, {}, { signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof PartnerCenterHttpError) || error.status !== 403) throw error;
    return failureOf(error);
  }
}

const NO_ANSWER: CheckResult = {
  ...PASSED,
  outcome: 'failed',
  finding: { name: 'noAnswer', facts: {} },
  remedy: 'tryLater',
};

/** A refusal in the terms of the page. */
export function failureOf(error: PartnerCenterError): CheckResult {
  const { correlationId } = error;
  if (error instanceof AppUserTokenRequired)
    return { ...PASSED, outcome: 'failed', finding: { name: 'noSignIn', facts: {} }, remedy: 'signInAgain' };
  if (!(error instanceof PartnerCenterHttpError)) return { ...NO_ANSWER, correlationId };
  const { messageKey, signInCode, code, status, category } = error;
  return {
    outcome: 'failed',
    meaning: messageKey ?? null,
    finding: null,
    remedy: messageKey === undefined ? (category === 'retry' ? 'tryLater' : 'askSupport') : remedyOf(messageKey),
    code: String(signInCode ?? code ?? `HTTP ${status}`),
    correlationId,
  };
}
