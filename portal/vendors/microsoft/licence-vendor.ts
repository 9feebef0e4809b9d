import {
  MultiFactorRequired,
  PartnerCenterError,
  PartnerCenterHttpError,
  SignInRefused,
} from '@licence-portal/partner-center';
import { type LicenceVendor, VendorRefusal } from '#features/licences/licences.ts';
import type { VendorFailure } from '#features/users/users.ts';
import { faultOf, noteOf } from './error-outcome.ts';

/** @source Partner Center, "Get a list of all user accounts for a customer" */
const USERS_OF_PAGE = 500;

/** People, licences and sign-ins in the tenants of customers. */
export const microsoftLicences: LicenceVendor = {
  findUser: (request, login) =>
    inTermsOfThePortal(async () => {
      const { services, vendorCustomerId, signal } = request;
      const wanted = login.toLowerCase();
      const pages = services.microsoft.client.users.pages(vendorCustomerId, { size: USERS_OF_PAGE }, { signal });
      for await (const { items } of pages) {
        const found = items.find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === wanted);
        if (found !== undefined) return { id: found.id, login: found.userPrincipalName };
      }
      return null;
    }),
  findPool: ({ services, vendorCustomerId: customerId, signal }, { vendorProductId: productId, vendorSkuId: skuId }) =>
    inTermsOfThePortal(async () => {
      const { client } = services.microsoft;
      const sku = await client.customerCatalogue.getSku({ customerId, productId, skuId }, { signal }).catch(noneIfGone);
      return sku?.dynamicAttributes?.provisioningId?.toLowerCase() ?? null;
    }),
  listPools: ({ services, vendorCustomerId: customerId, signal }, userId) =>
    inTermsOfThePortal(async () => {
      const { items } = await services.microsoft.client.licenses.listOfUser({ customerId, userId }, {}, { signal });
      return items.map(({ productSku }) => productSku.id.toLowerCase());
    }),
  setLicence: ({ services, vendorCustomerId: customerId, signal }, { userId, pool, isHeld, requestId }) =>
    inTermsOfThePortal(async () => {
      const update = isHeld ? { assign: [{ skuId: pool }] } : { remove: [pool] };
      await services.microsoft.client.licenses.update({ customerId, userId }, update, { signal, requestId });
    }),
  readPools: ({ services, vendorCustomerId, signal }) =>
    inTermsOfThePortal(async () => {
      const { items } = await services.microsoft.client.licenses.listSubscribedSkus(vendorCustomerId, {}, { signal });
      return items.map(({ productSku, totalUnits, consumedUnits }) => ({
        pool: productSku.id.toLowerCase(),
        name: productSku.name ?? productSku.skuPartNumber ?? productSku.id,
        totalCount: totalUnits,
        usedCount: consumedUnits,
      }));
    }),
  async *readAccounts({ services, vendorCustomerId, signal }) {
    const pages = services.microsoft.client.directoryUsers.pages(vendorCustomerId, { signal });
    for (;;) {
      const { done, value } = await inTermsOfThePortal(() => pages.next());
      if (done === true) return;
      yield value.flatMap(({ id, userPrincipalName, displayName, accountEnabled, assignedLicenses }) =>
        userPrincipalName === undefined
          ? []
          : [
              {
                id,
                login: userPrincipalName,
                name: displayName ?? userPrincipalName,
                isSignInAllowed: accountEnabled !== false,
                pools: (assignedLicenses ?? []).map(({ skuId }) => skuId.toLowerCase()),
              },
            ],
      );
    }
  },
  isSignInAllowed: ({ services, vendorCustomerId: customerId, signal }, userId) =>
    inTermsOfThePortal(async () => {
      const user = await services.microsoft.client.directoryUsers.get({ customerId, userId }, { signal });
      return user.accountEnabled !== false;
    }),
  setSignIn: ({ services, vendorCustomerId: customerId, signal }, { userId, isAllowed, requestId }) =>
    inTermsOfThePortal(() =>
      services.microsoft.client.directoryUsers.setSignIn({ customerId, userId }, isAllowed, { signal, requestId }),
    ),
  createUser: ({ services, vendorCustomerId, signal }, { login, firstName, lastName, country, password, requestId }) =>
    inTermsOfThePortal(async () => {
      const made = await services.microsoft.client.users.create(
        vendorCustomerId,
        {
          userPrincipalName: login,
          displayName: `${firstName} ${lastName}`.trim(),
          ...{ firstName, lastName },
          usageLocation: country,
          passwordProfile: { password, forceChangePassword: true },
        },
        { signal, requestId },
      );
      return { id: made.id, login: made.userPrincipalName };
    }),
};

/** The product is not sold any more. */
function noneIfGone(error: unknown): undefined {
  if (error instanceof PartnerCenterHttpError && error.messageKey === 'itemNotFound') return undefined;
  throw error;
}

/** A clear refusal or a fault, in place of the errors of Partner Center's client. */
async function inTermsOfThePortal<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const code = refusalOf(error);
    if (code === undefined) throw faultOf(error);
    throw new VendorRefusal(code, noteOf(error), error);
  }
}

/** Undefined where the same request may pass later. */
function refusalOf(error: PartnerCenterError): VendorFailure | undefined {
  if (!(error instanceof PartnerCenterHttpError)) return undefined;
  if (error.messageKey === 'consentMissing') return 'needsConsent';
  // The sign-in of the provider's person: the connection says so, and once it is repaired everything passes.
  if (error instanceof SignInRefused || error instanceof MultiFactorRequired) return undefined;
  return named(error) ?? BY_MEANING[error.messageKey ?? ''] ?? byCategory(error);
}

const BY_MEANING: Readonly<Record<string, VendorFailure>> = {
  userNotFound: 'userNotFound',
  noFreeLicences: 'noFreeLicence',
  privilegesMissing: 'needsProvider',
  conditionalAccess: 'needsProvider',
  noRelationship: 'needsProvider',
  tokenKind: 'needsProvider',
};

/**
 * The rule of the directory that a refusal names in its data.
 *
 * @source Microsoft Entra, "Resolve license assignment problems for a group". Guess: that Partner Center passes the
 *         names on
 */
function named({ data, description }: PartnerCenterHttpError): VendorFailure | undefined {
  const text = [description, ...data].join(' ');
  return NAMED.find(([pattern]) => pattern.test(text))?.[1];
}

const NAMED: readonly (readonly [RegExp, VendorFailure])[] = [
  [/MutuallyExclusive/i, 'conflictingPlans'],
  [/DependencyViolation/i, 'dependentPlans'],
  [/usage ?location/i, 'usageLocationMissing'],
  [/userPrincipalName/i, 'loginRefused'],
];

function byCategory({ category }: PartnerCenterHttpError): VendorFailure | undefined {
  if (category === 'retry') return undefined;
  return category === 'providerMustAct' ? 'needsProvider' : 'refusedByVendor';
}
