import { type Fields, isFields } from './json.ts';
import type { Answer, Call, Route } from './route.ts';
import { queueSubscriptionUpdated } from './webhook-events.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** @source Partner Center, "Get a record of Partner Center activity" */
const KEPT_DAYS = 90;
const RECORDS_KEPT = 20_000;

/** The author of an action, according to the token. */
export type Actor = Readonly<{ applicationId: string; isPerson: boolean }>;

/** Records an action of the partner, and queues the event of a changed subscription. Refused writes do not get here. */
export function recordAudit(call: Call, route: Route, answer: Answer, actor: Actor): void {
  const { audit } = route;
  if (audit === undefined) return;
  const { world, now } = call;
  const body = isFields(call.bodySent) ? call.bodySent : {};
  const answered = answer.body !== undefined && !(answer.body instanceof Uint8Array) ? answer.body : null;
  const answeredId = isFields(answered) && typeof answered.id === 'string' ? answered.id : '';
  const customerId = call.param('customerId') || answeredId;
  const record = world.state.customers[customerId];
  const id = world.newGuid();
  world.state.audit.push({
    id,
    resource: {
      partnerId: world.settings.partnerTenantId,
      customerId,
      customerName: record?.companyName ?? '',
      userPrincipalName: actor.isPerson ? `admin@${world.settings.partnerTenantId}` : '',
      applicationId: actor.applicationId,
      resourceType: audit.resource,
      resourceOldValue: '',
      resourceNewValue: answered === null ? '' : JSON.stringify(withoutPasswords(answered)),
      operationType: operationOf(audit.operation, route, body),
      operationDate: wireInstant(now),
      operationStatus: 'succeeded',
      customizedData: [],
      id,
      attributes: { objectType: 'AuditRecord' },
    },
  });
  forgetOld(world, now);
  const subscriptionId = call.param('subscriptionId');
  if (audit.resource === 'subscription' && record !== undefined && subscriptionId !== '') {
    queueSubscriptionUpdated(world, record, subscriptionId, now, id);
  }
}

/** A user whose state becomes active is recorded as a restoration. */
function operationOf(operation: string, route: Route, body: Fields): string {
  const isRestored = route.method === 'PATCH' && operation === 'update_customer_user' && body.state === 'active';
  return isRestored ? 'restore_customer_user' : operation;
}

function withoutPasswords(answered: Answer['body']): Fields {
  if (answered === undefined || answered instanceof Uint8Array || !isFields(answered)) return {};
  const { passwordProfile, userCredentials, ...shown } = answered;
  return shown;
}

function forgetOld(world: World, now: Temporal.Instant): void {
  const { audit } = world.state;
  const since = wireInstant(now.subtract({ hours: KEPT_DAYS * 24 }));
  let old = Math.max(0, audit.length - RECORDS_KEPT);
  while (old < audit.length && (audit[old]?.resource.operationDate ?? '') < since) old += 1;
  if (old > 0) audit.splice(0, old);
}
