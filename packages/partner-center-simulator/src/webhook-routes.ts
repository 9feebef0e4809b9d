import { latestIssuedMonth } from './invoices.ts';
import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import type { WebhookRegistration } from './state.ts';
import { secondsLeft, tooManyRequests } from './throttle.ts';
import { queueTest, WEBHOOK_EVENTS } from './webhook-events.ts';
import { list, text, wireInstant } from './wire-json.ts';

const REGISTRATION = '/webhooks/v1/registration';
const TESTS_PER_MINUTE = 2;

export const webhookRoutes: readonly Route[] = [
  { method: 'GET', path: REGISTRATION, token: 'appOrUser', source: 'View registration', handle: getRegistration },
  { method: 'POST', path: REGISTRATION, token: 'appOrUser', source: 'Register to receive events', handle: register },
  {
    method: 'PUT',
    path: REGISTRATION,
    token: 'appOrUser',
    source: 'Update an event registration',
    handle: updateRegistration,
  },
  {
    method: 'GET',
    path: `${REGISTRATION}/events`,
    token: 'appOrUser',
    source: 'Get a list of events',
    handle: () => ok([...WEBHOOK_EVENTS]),
  },
  {
    method: 'POST',
    path: `${REGISTRATION}/validationEvents`,
    token: 'appOrUser',
    source: 'Send a test event to validate your registration',
    handle: sendTest,
  },
  {
    method: 'GET',
    path: `${REGISTRATION}/validationEvents/:correlationId`,
    token: 'appOrUser',
    source: 'Verify that the event was received',
    handle: getTest,
  },
];

function getRegistration(call: Call): Answer {
  return ok(shown(registrationOf(call)));
}

function register(call: Call): Answer {
  const { webhook } = call.world.state;
  webhook.invoicedMonth = latestIssuedMonth(call.world).toString();
  webhook.registration = { subscriberId: call.world.newGuid(), ...registrationFrom(call.body()) };
  return ok(shown(webhook.registration));
}

function updateRegistration(call: Call): Answer {
  const registration = registrationOf(call);
  Object.assign(registration, registrationFrom(call.body()));
  return ok(shown(registration));
}

/**
 * Refused unless the registration includes `test-created`. Guess: the code.
 *
 * @source Partner Center, "Partner Center webhooks": two tests a minute
 */
function sendTest(call: Call): Answer {
  registrationOf(call);
  const nowMs = call.now.epochMilliseconds;
  const earlierMs = Object.values(call.world.state.webhook.validations)
    .map(({ createdAt }) => Temporal.Instant.from(createdAt).epochMilliseconds)
    .filter((createdAtMs) => secondsLeft(createdAtMs, nowMs) > 0);
  const oldestMs = earlierMs.at(-TESTS_PER_MINUTE);
  if (oldestMs !== undefined) return tooManyRequests(secondsLeft(oldestMs, nowMs));
  const correlationId = call.world.newGuid();
  const delivery = queueTest(call.world, correlationId, call.now);
  if (delivery === undefined) throw new PartnerError(800002, ['WebhookEvents']);
  call.world.state.webhook.validations[correlationId] = { deliveryId: delivery.id, createdAt: wireInstant(call.now) };
  return ok({ correlationId });
}

function getTest(call: Call): Answer {
  const correlationId = call.param('correlationId');
  const { validations, deliveries } = call.world.state.webhook;
  const validation = validations[correlationId];
  const delivery = deliveries.find(({ id }) => id === validation?.deliveryId);
  if (validation === undefined || delivery === undefined) throw new PartnerError(1000, [correlationId]);
  return ok({
    correlationId,
    partnerId: call.world.settings.partnerTenantId,
    status: delivery.status === 'pending' ? 'pending' : 'completed',
    callbackUrl: delivery.url,
    results: delivery.attempts.map(({ at, status, message }) => ({
      responseCode: status === 200 ? 'OK' : String(status),
      responseMessage: message,
      systemError: status === 0,
      dateTimeUtc: at,
    })),
  });
}

function registrationOf(call: Call): WebhookRegistration {
  const { registration } = call.world.state.webhook;
  if (registration === undefined) throw new PartnerError(1000, ['registration']);
  return registration;
}

function registrationFrom(body: Fields): Omit<WebhookRegistration, 'subscriberId'> {
  const webhookUrl = text(body, 'webhookUrl');
  if (!URL.canParse(webhookUrl) || !/^https?:$/.test(new URL(webhookUrl).protocol)) {
    throw new PartnerError(3000, ['WebhookUrl']);
  }
  const requested = list(body, 'webhookEvents').map((event) => String(event).toLowerCase());
  const webhookEvents = requested.map((event) => {
    const known = WEBHOOK_EVENTS.find((name) => name.toLowerCase() === event);
    if (known === undefined) throw new PartnerError(900126, [event]);
    return known;
  });
  if (webhookEvents.length === 0) throw new PartnerError(800002, ['WebhookEvents']);
  return { webhookUrl, webhookEvents };
}

function shown({ subscriberId, webhookUrl, webhookEvents }: WebhookRegistration): Fields {
  return { SubscriberId: subscriberId, WebhookUrl: webhookUrl, WebhookEvents: [...webhookEvents] };
}
