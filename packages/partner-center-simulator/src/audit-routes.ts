import { isFields, type Json } from './json.ts';
import { pageAfter, requestedPage } from './page-after.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { fieldsOf, instantFrom, optionalText, wireInstant } from './wire-json.ts';

export const auditRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/auditrecords',
    token: 'appOrUser',
    source: 'Get a record of Partner Center activity',
    handle: listAuditRecords,
  },
  {
    method: 'GET',
    path: '/v1/auditrecords/:auditId',
    token: 'appOrUser',
    source: 'Partner Center webhook events (AuditUri)',
    handle: getAuditRecord,
  },
];

const LOOK_BACK_DAYS = 90;

/** Newest first, from `startDate` (required, at most 90 days back) to `endDate`, both days included. */
function listAuditRecords(call: Call): Answer {
  const startsAt = requestedDate(call, 'startDate');
  if (startsAt === undefined) throw new PartnerError(800002, ['startDate']);
  const earliest = call.now.subtract({ hours: (LOOK_BACK_DAYS + 1) * 24 });
  if (Temporal.Instant.compare(startsAt, earliest) < 0) throw new PartnerError(800002, ['startDate']);
  const endsBefore = requestedDate(call, 'endDate')?.add({ hours: 24 });
  const page = requestedPage(call);
  const matches = matcher(page.filter === '' ? undefined : page.filter);

  const [from, to] = [wireInstant(startsAt), endsBefore === undefined ? '9999' : wireInstant(endsBefore)];
  const found = call.world.state.audit
    .filter(({ resource }) => resource.operationDate >= from && resource.operationDate < to && matches(resource))
    .toReversed();
  const parameters = new URLSearchParams({
    startDate: wireInstant(startsAt),
    ...(endsBefore && { endDate: wireInstant(endsBefore.subtract({ hours: 24 })) }),
    ...(page.filter && { filter: page.filter }),
    size: String(page.size),
  });
  const uri = `/auditrecords?${parameters}`;
  return ok(pageAfter(call, found, { uri, query: page, idOf: ({ id }) => id, shown: ({ resource }) => resource }));
}

function getAuditRecord(call: Call): Answer {
  const id = call.param('auditId');
  const record = call.world.state.audit.find((known) => known.id === id);
  if (record === undefined) throw new PartnerError(1000, [id]);
  return ok(record.resource);
}

function requestedDate(call: Call, name: string): Temporal.Instant | undefined {
  const requested = call.query(name);
  if (requested === undefined) return undefined;
  const instant = instantFrom(requested);
  if (instant === undefined) throw new PartnerError(800002, [name]);
  return instant;
}

/**
 * `{"Field":"CompanyName"|"CustomerId"|"ResourceType","Value":"x","Operator":"substring"|"equals"}`, names in any case.
 */
function matcher(filter: string | undefined): (record: { [name: string]: Json }) => boolean {
  if (filter === undefined) return () => true;
  const requested = filterFrom(filter);
  const field = FILTERED.get(requested.field.toLowerCase());
  if (field === undefined) throw new PartnerError(900126, [requested.field]);
  const value = requested.value.toLowerCase();
  return (record) => {
    const text = String(record[field]).toLowerCase();
    return requested.operator === 'substring' ? text.includes(value) : text === value;
  };
}

const FILTERED = new Map([
  ['companyname', 'customerName'],
  ['customerid', 'customerId'],
  ['resourcetype', 'resourceType'],
]);

function filterFrom(filter: string): { field: string; value: string; operator: string } {
  let parsed: Json;
  try {
    parsed = JSON.parse(filter);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PartnerError(800002, ['filter']);
    throw error;
  }
  if (!isFields(parsed)) throw new PartnerError(800002, ['filter']);
  const named = fieldsOf(
    Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value])),
  );
  return {
    field: optionalText(named, 'field') ?? '',
    value: optionalText(named, 'value') ?? '',
    operator: optionalText(named, 'operator')?.toLowerCase() ?? 'equals',
  };
}
