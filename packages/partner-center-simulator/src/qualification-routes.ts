import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { QualificationRecord } from './state.ts';
import { optionalText, text, wireInstant } from './wire-json.ts';

export const qualificationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/qualifications',
    token: 'appOrUser',
    source: "Get a customer's qualifications",
    handle: (call) => ok(call.customer().qualifications.map(({ resource }) => resource)),
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/qualifications',
    token: 'appUser',
    audit: { operation: 'update_customer_qualification', resource: 'customer' },
    source: "Update a customer's qualifications",
    handle: addQualification,
  },
];

/**
 * Requests a qualification, which is vetted after a while. A website that contains `denied` or `negato`, and the
 * validation code `000000`, are denied.
 */
function addQualification(call: Call): Answer {
  const record = call.customer();
  const body = call.body();
  const wanted = text(body, 'qualification').toLowerCase();
  const vetting = vettingOf(wanted, body);

  const resource: QualificationRecord['resource'] = {
    qualification: vetting.qualification,
    vettingStatus: 'InReview',
    vettingCreatedDate: wireInstant(call.now),
  };
  const others = record.qualifications.filter((known) => known.resource.qualification !== vetting.qualification);
  record.qualifications = [
    ...others,
    {
      resource,
      vetting: {
        endsAt: wireInstant(call.now.add(call.world.settings.latency.vetting)),
        ...(vetting.denial === undefined
          ? { vettingStatus: 'Approved' }
          : { vettingStatus: 'Denied', vettingReason: vetting.denial }),
      },
    },
  ];
  return created(resource);
}

function vettingOf(wanted: string, body: Fields): { qualification: string; denial?: string } {
  if (wanted === 'education') {
    const segment = text(body, 'educationSegment').toLowerCase();
    if (segment !== 'k12' && segment !== 'highereducation') throw new PartnerError(900126, [segment]);
    const isDenied = /denied|negato/i.test(text(body, 'website'));
    return { qualification: 'Education', ...(isDenied ? { denial: 'Not an Education Customer' } : {}) };
  }
  if (wanted === 'governmentcommunitycloud') {
    const isDenied = text(body, 'validationCode') === '000000';
    return { qualification: 'GovernmentCommunityCloud', ...(isDenied ? { denial: 'Validation code not found' } : {}) };
  }
  if (wanted === 'stateownedentity') {
    optionalText(body, 'website');
    return { qualification: 'StateOwnedEntity' };
  }
  // Nonprofit and None are decided by Microsoft alone.
  throw new PartnerError(900126, [wanted]);
}
