import type { Fields } from './json.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { requestedSubscription } from './subscription-routes.ts';
import { link, optionalText, text } from './wire-json.ts';

const SUPPORT_CONTACT = '/v1/customers/:customerId/subscriptions/:subscriptionId/supportcontact';

export const supportContactRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: SUPPORT_CONTACT,
    token: 'appUser',
    source: "Get a subscription's support contact",
    handle: getSupportContact,
  },
  {
    method: 'PUT',
    path: SUPPORT_CONTACT,
    token: 'appUser',
    source: "Update a subscription's support contact",
    handle: putSupportContact,
  },
];

function getSupportContact(call: Call): Answer {
  const record = requestedSubscription(call, call.customer());
  return ok(record.supportContact ?? supportContact(call, { supportTenantId: call.world.settings.partnerTenantId }));
}

function putSupportContact(call: Call): Answer {
  const record = requestedSubscription(call, call.customer());
  const body = call.body();
  record.supportContact = supportContact(call, {
    supportTenantId: text(body, 'supportTenantId'),
    supportMpnId: optionalText(body, 'supportMpnId') ?? '',
    name: optionalText(body, 'name') ?? '',
  });
  return ok(record.supportContact);
}

function supportContact(call: Call, contact: Fields): Fields {
  const uri = `/customers/${call.param('customerId')}/subscriptions/${call.param('subscriptionId')}/supportcontact`;
  return {
    supportMpnId: '',
    name: '',
    ...contact,
    links: { self: link(uri) },
    attributes: { objectType: 'SupportContact' },
  };
}
