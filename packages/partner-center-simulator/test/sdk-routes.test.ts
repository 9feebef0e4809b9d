/**
 * The routes that Microsoft's .NET SDK 3.4.0 calls, with its own spelling: those that the simulator answers, and those
 * that it has not and says so.
 *
 * @source microsoft/partner-center-sdk-for-dotNET (MIT), PartnerSdkConfiguration.json; methods from its operations
 */
import { expect, test } from 'vitest';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const ANSWERED = `
  GET agreements
  GET agreementtemplates/{0}/document
  GET auditrecords
  GET countryvalidationrules/{0}
  GET customers
  POST customers
  GET customers/relationshiprequests
  GET customers/{0}
  PATCH customers/{0}
  GET customers/{0}/agreements
  POST customers/{0}/carts
  GET customers/{0}/carts/{1}
  PUT customers/{0}/carts/{1}
  POST customers/{0}/carts/{1}/checkout
  GET customers/{0}/directSignedMicrosoftCustomerAgreementStatus
  GET customers/{0}/directoryroles
  GET customers/{0}/directoryroles/{1}/usermembers
  POST customers/{0}/directoryroles/{1}/usermembers
  DELETE customers/{0}/directoryroles/{1}/usermembers/{2}
  GET customers/{0}/orders
  POST customers/{0}/orders
  GET customers/{0}/orders/{1}
  GET customers/{0}/orders/{1}/provisioningstatus
  GET customers/{0}/products
  GET customers/{0}/products/{1}
  GET customers/{0}/products/{1}/skus
  GET customers/{0}/products/{1}/skus/{2}
  GET customers/{0}/products/{1}/skus/{2}/availabilities
  GET customers/{0}/products/{1}/skus/{2}/availabilities/{3}
  GET customers/{0}/profiles/billing
  PUT customers/{0}/profiles/billing
  GET customers/{0}/profiles/company
  POST customers/{0}/promotionEligibilities
  GET customers/{0}/qualifications
  POST customers/{0}/qualifications
  GET customers/{0}/servicecosts/{1}
  GET customers/{0}/servicecosts/{1}/lineitems
  GET customers/{0}/subscribedskus
  GET customers/{0}/subscriptions
  GET customers/{0}/subscriptions/{1}
  PATCH customers/{0}/subscriptions/{1}
  GET customers/{0}/subscriptions/{1}/provisioningstatus
  GET customers/{0}/subscriptions/{1}/supportcontact
  PUT customers/{0}/subscriptions/{1}/supportcontact
  GET customers/{0}/subscriptions/{1}/transitioneligibilities
  GET customers/{0}/subscriptions/{1}/transitions
  POST customers/{0}/subscriptions/{1}/transitions
  GET customers/{0}/users
  POST customers/{0}/users
  DELETE customers/{0}/users/{1}
  GET customers/{0}/users/{1}
  PATCH customers/{0}/users/{1}
  GET customers/{0}/users/{1}/directoryroles
  GET customers/{0}/users/{1}/licenses
  POST customers/{0}/users/{1}/licenseupdates
  GET customers/{0}/validationStatus
  HEAD domains/{0}
  GET invoices
  GET invoices/summaries
  GET invoices/summary
  GET invoices/{0}
  GET invoices/{0}/documents/statement
  GET invoices/{0}/lineitems
  GET productpromotions
  GET productpromotions/{0}
  GET products
  GET products/{0}
  GET products/{0}/skus
  GET products/{0}/skus/{1}
  GET products/{0}/skus/{1}/availabilities
  GET products/{0}/skus/{1}/availabilities/{2}
  POST validations/address
`;

const NOT_SIMULATED = `
  GET SelfServePolicy
  POST SelfServePolicy
  DELETE SelfServePolicy/{0}
  GET SelfServePolicy/{0}
  PUT SelfServePolicy/{0}
  GET accountsettings/{0}
  PUT accountsettings/{0}
  GET agreements/{0}
  GET agreements/{0}/signatures
  GET agreements/{0}/signatures/{1}
  GET analytics/licenses/deployment
  GET analytics/licenses/usage
  GET compliance/csp/agreementstatus
  GET customers/all/validations
  GET customers/usagerecords
  DELETE customers/{0}
  PATCH customers/{0}/DevicePolicyUpdates
  GET customers/{0}/analytics/licenses/deployment
  GET customers/{0}/analytics/licenses/usage
  GET customers/{0}/batchJobStatus/{1}
  GET customers/{0}/deviceBatches
  POST customers/{0}/deviceBatches
  GET customers/{0}/deviceBatches/{1}/devices
  POST customers/{0}/deviceBatches/{1}/devices
  DELETE customers/{0}/deviceBatches/{1}/devices/{2}
  PATCH customers/{0}/deviceBatches/{1}/devices/{2}
  GET customers/{0}/entitlements
  GET customers/{0}/managedservices
  POST customers/{0}/migrations/newcommerce
  GET customers/{0}/migrations/newcommerce/events
  POST customers/{0}/migrations/newcommerce/schedules
  GET customers/{0}/migrations/newcommerce/schedules/{1}
  PUT customers/{0}/migrations/newcommerce/schedules/{1}
  POST customers/{0}/migrations/newcommerce/schedules/{1}/cancel
  POST customers/{0}/migrations/newcommerce/validate
  GET customers/{0}/migrations/newcommerce/{1}
  GET customers/{0}/offercategories
  GET customers/{0}/offers
  PATCH customers/{0}/orders/{1}
  GET customers/{0}/orders/{1}/activationlinks
  POST customers/{0}/orders/{1}/attachment
  GET customers/{0}/orders/{1}/attachment/{2}
  GET customers/{0}/orders/{1}/attachments
  GET customers/{0}/orders/{1}/lineitems/{2}/activationlinks
  GET customers/{0}/policies
  POST customers/{0}/policies
  DELETE customers/{0}/policies/{1}
  GET customers/{0}/policies/{1}
  PUT customers/{0}/policies/{1}
  GET customers/{0}/relationships
  GET customers/{0}/servicerequests
  GET customers/{0}/servicerequests/{1}
  PATCH customers/{0}/servicerequests/{1}
  GET customers/{0}/subscriptions/overage
  PUT customers/{0}/subscriptions/overage
  GET customers/{0}/subscriptions/usagerecords
  POST customers/{0}/subscriptions/{1}/activate
  GET customers/{0}/subscriptions/{1}/activationlinks
  GET customers/{0}/subscriptions/{1}/addons
  GET customers/{0}/subscriptions/{1}/azureEntitlements
  GET customers/{0}/subscriptions/{1}/azureEntitlements/{2}
  POST customers/{0}/subscriptions/{1}/azureEntitlements/{2}/cancel
  GET customers/{0}/subscriptions/{1}/conversions
  POST customers/{0}/subscriptions/{1}/conversions
  GET customers/{0}/subscriptions/{1}/meterusagerecords
  POST customers/{0}/subscriptions/{1}/registrations
  GET customers/{0}/subscriptions/{1}/registrationstatus
  GET customers/{0}/subscriptions/{1}/resourceusagerecords
  GET customers/{0}/subscriptions/{1}/upgrades
  POST customers/{0}/subscriptions/{1}/upgrades
  GET customers/{0}/subscriptions/{1}/usagesummary
  GET customers/{0}/subscriptions/{1}/utilizations/azure
  GET customers/{0}/usagebudget
  PATCH customers/{0}/usagebudget
  GET customers/{0}/usagesummary
  GET enrolledprograms/{0}
  POST extensions/product/checkinventory
  GET invoices/estimates/links
  GET invoices/{0}/lineitems/{1}/{2}
  GET invoices/{0}/receipts/{1}/documents/statement
  GET migrations/newcommerce
  GET migrations/newcommerce/schedules
  GET offercategories
  GET offers
  GET offers/{0}
  GET offers/{0}/addons
  POST productUpgrades
  POST productUpgrades/eligibility
  GET productUpgrades/{0}/status
  GET profiles/billing
  PUT profiles/billing
  GET profiles/legalbusiness
  GET profiles/mpn
  GET profiles/organization
  GET profiles/support
  PUT profiles/support
  GET ratecards/azure
  GET ratecards/azure-shared
  GET relationships
  GET serviceincidents/office
  GET servicerequests
  GET servicerequests/supporttopics
  GET servicerequests/{0}
  PATCH servicerequests/{0}
  POST servicerequests/{0}
  GET usagesummary
`;

/** A call of each route for an existing customer; other ids are those of nothing. */
async function answersTo(list: string): Promise<{ call: string; status: number; code: unknown }[]> {
  const partner = await startTestSimulator();
  const application = { Authorization: `Bearer ${await partner.token('client_credentials')}` };
  const answers = [];
  for (const line of list.trim().split('\n')) {
    const [method = '', path = ''] = line.trim().split(' ');
    const filled = path
      .replace('servicecosts/{1}', 'servicecosts/mostrecent')
      .replace('customers/{0}', `customers/${CONTOSO}`);
    const url = `/v1/${filled.replaceAll(/\{\d\}/g, 'none')}`;
    const headers = path.startsWith('attestations') ? application : {};
    const answer = await partner.call(method, url, method === 'GET' || method === 'HEAD' ? undefined : {}, headers);
    answers.push({ call: line.trim(), status: answer.status, code: answer.at('code') });
  }
  return answers;
}

test('the SDK’s routes of New Commerce are answered, at least with what is missing', async () => {
  const answers = await answersTo(ANSWERED);
  expect(answers).toHaveLength(72);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
});

test('the SDK’s other routes answer 501, those too that look like an id that is missing', async () => {
  const answers = await answersTo(NOT_SIMULATED);
  expect(answers).toHaveLength(106);
  expect(answers.filter(({ status, code }) => status !== 501 || code !== 'NotSimulated')).toEqual([]);
});
