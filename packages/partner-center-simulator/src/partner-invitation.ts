import type { Hono } from 'hono';
import { entryOf, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import type { CustomerRecord } from './state.ts';
import { queueRelationshipAccepted } from './webhook-events.ts';
import { fieldsOf, text } from './wire-json.ts';
import type { World } from './world.ts';

/** Adds the customer's side of a reseller relationship: a route for tests, and the page that an invitation links to. */
export function addPartnerInvitation(app: Hono, world: World): void {
  app.post('/control/relationships', async (context) => {
    const json: Json = await context.req.json();
    return context.json(accept(world, text(fieldsOf(json), 'domain')).customer);
  });
  app.get('/control/partner-invitation', (context) => context.html(INVITATION));
  app.post('/control/partner-invitation', async (context) => {
    const form = await context.req.formData();
    const { companyName } = accept(world, String(form.get('domain') ?? ''));
    return context.html(page(`<p>${escaped(companyName)} has accepted the partner as its reseller.</p>`));
  });
}

/** Makes a customer accept the partner as reseller. @param domain the domain, its prefix, or the tenant id */
function accept(world: World, domain: string): CustomerRecord {
  const wanted = domain.trim().toLowerCase();
  const record =
    entryOf(world.state.customers, wanted) ??
    Object.values(world.state.customers).find(
      (known) => known.domain === wanted || known.domain === `${wanted}.onmicrosoft.com`,
    );
  if (record === undefined) throw new PartnerError(60003, [wanted]);
  record.customer.relationshipToPartner = 'reseller';
  record.customer.allowDelegatedAccess = true;
  world.customersByName = undefined;
  queueRelationshipAccepted(world, record, world.clock.now());
  world.touch();
  return record;
}

const INVITATION = page(`
<p>The partner asks to be your reseller of Microsoft services. At Microsoft, this page is part of the admin centre.</p>
<form method="post">
<label>Your domain <input name="domain" placeholder="adatum.onmicrosoft.com" required></label> <button>Accept</button>
</form>`);

function page(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Partner invitation</title>
<body style="font:16px system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem"><h1>Partner invitation</h1>
${content}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
