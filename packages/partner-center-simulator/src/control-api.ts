import { Hono } from 'hono';
import { limitsFrom } from './account-limits.ts';
import { type FaultRule, faultRuleFrom } from './faults.ts';
import type { Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { addPartnerInvitation } from './partner-invitation.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { notRenewableFrom } from './renewable-skus.ts';
import { seed } from './seed.ts';
import { settleAll } from './settle-customer.ts';
import { shownSignInFaults, signInFaultsFrom } from './sign-in-faults.ts';
import { type State, stateFrom } from './state.ts';
import type { WebhookSender } from './webhook-sender.ts';
import { fieldsOf, instantFrom, text } from './wire-json.ts';
import type { World } from './world.ts';

type ControlParts = Readonly<{
  world: World;
  faults: FaultRule[];
  requests: RecordedRequest[];
  webhooks: WebhookSender;
}>;

/**
 * The API by which tests and demos control the simulator: clock, state, faults, recorded requests, and the customer's
 * side of a relationship. Never under `/v1`, and without sign-in: it must not be reachable from the internet.
 */
export function controlApi(parts: ControlParts): Hono {
  const app = new Hono({ strict: false });
  app.use(async (context, next) => {
    // A page of another site, open in the same browser, must not control the simulator.
    const origin = context.req.header('Origin');
    if (origin !== undefined && origin !== new URL(context.req.url).origin) {
      return context.json({ message: 'The control API is not for pages of other sites.' }, 403);
    }
    return next();
  });
  addClock(app, parts.world);
  addState(app, parts);
  addFaultsAndLimits(app, parts);
  addSignInFaults(app, parts.world);
  addCatalogue(app, parts.world);
  addRecords(app, parts);
  addPartnerInvitation(app, parts.world);

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

function addClock(app: Hono, world: World): void {
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
}

function addState(app: Hono, { world, faults, requests }: ControlParts): void {
  app.get('/control/state', (context) => context.json(settledState(world)));
  app.put('/control/state', async (context) => {
    world.state = stateFrom(await context.req.json());
    world.customersByName = undefined;
    world.touch();
    return context.json(clockOf(world));
  });
  app.delete('/control/state', (context) => {
    world.reset();
    faults.length = 0;
    requests.length = 0;
    return context.json(clockOf(world));
  });
  app.post('/control/seed', async (context) => {
    return context.json(seed(world, fieldsOf(await context.req.json())), 201);
  });
}

function addFaultsAndLimits(app: Hono, { world, faults }: ControlParts): void {
  let faultCount = 0;
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
}

function addSignInFaults(app: Hono, world: World): void {
  app.get('/control/sign-in', (context) => context.json(shownSignInFaults(world.signInFaults)));
  app.put('/control/sign-in', async (context) => {
    const nowMs = world.settings.now().epochMilliseconds;
    world.signInFaults = signInFaultsFrom(fieldsOf(await context.req.json()), nowMs);
    return context.json(shownSignInFaults(world.signInFaults));
  });
}

function addCatalogue(app: Hono, world: World): void {
  app.get('/control/catalogue', (context) => context.json({ notRenewable: [...world.notRenewable] }));
  app.put('/control/catalogue', async (context) => {
    world.notRenewable = notRenewableFrom(world, fieldsOf(await context.req.json()));
    return context.json({ notRenewable: [...world.notRenewable] });
  });
}

function addRecords(app: Hono, { world, requests, webhooks }: ControlParts): void {
  app.get('/control/requests', (context) => context.json(requests));
  app.delete('/control/requests', (context) => {
    requests.length = 0;
    return context.body(null, 204);
  });
  app.get('/control/webhooks', (context) => context.json(world.state.webhook.deliveries));
  app.post('/control/webhooks/deliver', async (context) => {
    settleAll(world);
    await webhooks.deliver(new URL(context.req.url).origin);
    return context.json(world.state.webhook.deliveries);
  });
}

function clockOf(world: World): Json {
  return {
    now: world.clock.now().toString(),
    machineNow: world.clock.machineNow().toString(),
    offsetSeconds: Math.round(world.state.clockOffsetMs / 1000),
  };
}

function movedTo(world: World, now: Temporal.Instant): Json {
  if (!world.clock.moveTo(now)) throw new RangeError('The clock does not go back. DELETE /control/state resets it.');
  settleAll(world);
  return clockOf(world);
}

/** The state with everything in it that the clock says has happened. */
function settledState(world: World): State {
  settleAll(world);
  return world.state;
}
