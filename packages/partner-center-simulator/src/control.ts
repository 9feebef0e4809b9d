import { Hono } from 'hono';
import { limitsFrom } from './account-limits.ts';
import { type FaultRule, faultRuleFrom } from './faults.ts';
import { entryOf, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { seed } from './seed.ts';
import { settleAll } from './settle-customer.ts';
import { type CustomerRecord, type State, stateFrom } from './state.ts';
import { queueRelationshipAccepted } from './webhook-events.ts';
import type { WebhookSender } from './webhook-sender.ts';
import { fieldsOf, instantFrom, text } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * What tests and demos steer the simulator with: clock, state, faults, recorded requests, and the customer's side of a
 * relationship. Never under `/v1`, and without sign-in: do not show it to the world.
 */
export function controlApi(parts: {
  world: World;
  faults: FaultRule[];
  requests: RecordedRequest[];
  webhooks: WebhookSender;
}): Hono {
  const { world, faults, requests, webhooks } = parts;
  const app = new Hono({ strict: false });
  let faultCount = 0;

  app.use(async (context, next) => {
    // A page of another site, open in the same browser, must not steer us.
    const origin = context.req.header('Origin');
    if (origin !== undefined && origin !== new URL(context.req.url).origin) {
      return context.json({ message: 'The control API is not for pages of other sites.' }, 403);
    }
    return next();
  });

  app.get('/control/clock', (context) => context.json(clockOf(world)));
  app.put('/control/clock', async (context) => {
    const now = instantFrom(text(fieldsOf(await context.req.json()), 'now'));
    if (now === undefined) throw new SyntaxError('"now" is an ISO instant');
    return context.json(movedTo(world, now));
  });
  app.post('/control/clock/advance', async (context) => {
    const duration = Temporal.Duration.from(text(fieldsOf(await context.req.json()), 'duration'));
    const now = world.clock.now().toZonedDateTimeISO('UTC').add(duration).toInstant();
    return context.json(movedTo(world, now));
  });

  app.get('/control/state', (context) => context.json(settledState(world)));
  app.put('/control/state', async (context) => {
    world.state = stateFrom(await context.req.json());
    world.byName = undefined;
    world.touch();
    return context.json(clockOf(world));
  });
  app.delete('/control/state', (context) => {
    world.reset();
    faults.length = 0;
    requests.length = 0;
    return context.json(clockOf(world));
  });

  app.get('/control/faults', (context) => context.json(faults));
  app.post('/control/faults', async (context) => {
    faultCount += 1;
    const rule = faultRuleFrom(String(faultCount), await context.req.json());
    faults.push(rule);
    return context.json(rule, 201);
  });
  app.delete('/control/faults', (context) => {
    faults.length = 0;
    return context.body(null, 204);
  });

  app.get('/control/limits', (context) => context.json(world.state.limits));
  app.put('/control/limits', async (context) => {
    world.state.limits = limitsFrom(fieldsOf(await context.req.json()));
    world.touch();
    return context.json(world.state.limits);
  });

  app.get('/control/webhooks', (context) => context.json(world.state.webhook.deliveries));
  app.post('/control/webhooks/deliver', async (context) => {
    settleAll(world);
    await webhooks.deliver(new URL(context.req.url).origin);
    return context.json(world.state.webhook.deliveries);
  });
  app.post('/control/seed', async (context) => {
    return context.json(seed(world, fieldsOf(await context.req.json())), 201);
  });

  app.get('/control/requests', (context) => context.json(requests));
  app.delete('/control/requests', (context) => {
    requests.length = 0;
    return context.body(null, 204);
  });

  app.post('/control/relationships', async (context) => {
    const json: Json = await context.req.json();
    return context.json(accepted(world, text(fieldsOf(json), 'domain')).customer);
  });
  app.get('/control/partner-invitation', (context) => context.html(INVITATION));
  app.post('/control/partner-invitation', async (context) => {
    const form = await context.req.formData();
    const { companyName } = accepted(world, String(form.get('domain') ?? ''));
    return context.html(page(`<p>${escaped(companyName)} has accepted the partner as its reseller.</p>`));
  });

  app.notFound((context) => context.json({ message: 'The control API has no such route.' }, 404));
  app.onError((error, context) => {
    if (error instanceof PartnerError) return context.json(error.body(), 400);
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError) {
      return context.json({ message: error.message }, 400);
    }
    console.error('control API failed', error);
    return context.json({ message: 'The simulator failed; its output says why.' }, 500);
  });
  return app;
}

function clockOf(world: World): Json {
  return {
    now: world.clock.now().toString(),
    machineNow: world.clock.machineNow().toString(),
    offsetSeconds: Math.round(world.state.clockOffsetMs / 1000),
  };
}

function movedTo(world: World, now: Temporal.Instant): Json {
  if (!world.clock.moveTo(now)) throw new RangeError('The clock does not go back. DELETE /control/state starts anew.');
  settleAll(world);
  return clockOf(world);
}

/** A dump tells what has happened up to now, also where nobody has looked yet. */
function settledState(world: World): State {
  settleAll(world);
  return world.state;
}

/** The customer accepts the partner as reseller. By domain, its prefix, or tenant id. */
function accepted(world: World, asked: string): CustomerRecord {
  const wanted = asked.trim().toLowerCase();
  const record =
    entryOf(world.state.customers, wanted) ??
    Object.values(world.state.customers).find(
      ({ domain }) => domain === wanted || domain === `${wanted}.onmicrosoft.com`,
    );
  if (record === undefined) throw new PartnerError(60003, [wanted]);
  record.customer.relationshipToPartner = 'reseller';
  record.customer.allowDelegatedAccess = true;
  world.byName = undefined;
  queueRelationshipAccepted(world, record, world.clock.now());
  world.touch();
  return record;
}

const INVITATION =
  page(`<p>The partner asks to be your reseller of Microsoft services. In real life this page is part of Microsoft's admin centre.</p>
<form method="post"><label>Your domain <input name="domain" placeholder="adatum.onmicrosoft.com" required></label> <button>Accept</button></form>`);

function page(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Partner invitation</title><body style="font:16px system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem"><h1>Partner invitation</h1>${content}</body></html>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
