import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

const ServicePlan = z.looseObject({
  id: z.string(),
  displayName: z.string().optional(),
  serviceName: z.string().optional(),
  capabilityStatus: z.string().optional(),
  targetType: z.string().optional(),
});

const ProductSku = z.looseObject({
  /** Id of the licence pool: `dynamicAttributes.provisioningId` of a catalogue SKU. */
  id: z.string(),
  name: z.string().optional(),
  skuPartNumber: z.string().optional(),
  targetType: z.string().optional(),
  /** `group1` (Entra), `group2` (Minecraft). */
  licenseGroupId: z.string().optional(),
});

/** A pool of licences: all subscriptions of one SKU together. @source Partner Center, "License resources" */
export const SubscribedSku = z.looseObject({
  availableUnits: z.number().int(),
  activeUnits: z.number().int(),
  consumedUnits: z.number().int(),
  suspendedUnits: z.number().int(),
  totalUnits: z.number().int(),
  warningUnits: z.number().int(),
  productSku: ProductSku,
  servicePlans: z.array(ServicePlan).default([]),
  capabilityStatus: z.string().optional(),
});
export type SubscribedSku = Known<z.output<typeof SubscribedSku>>;

/** A licence of one person from a pool. @source Partner Center, "License resources" */
export const UserLicense = z.looseObject({
  productSku: ProductSku,
  servicePlans: z.array(ServicePlan).default([]),
});
export type UserLicense = Known<z.output<typeof UserLicense>>;

/** @source Partner Center, "Assign licenses to a user" */
export const LicenseUpdateResult = z.looseObject({
  licenseWarnings: z
    .array(
      z.looseObject({
        code: z.string().optional(),
        message: z.string().optional(),
        servicePlans: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});
export type LicenseUpdateResult = Known<z.output<typeof LicenseUpdateResult>>;

/** Pools by id; all must be of one licence group. */
export type LicenseUpdate = Readonly<{
  assign?: readonly Readonly<{ skuId: string; excludedPlans?: readonly string[] }>[];
  remove?: readonly string[];
}>;

type LicenseQuery = Readonly<{ licenseGroupIds?: readonly string[] }>;

export function licenseCalls(transport: Transport) {
  return {
    listSubscribedSkus: (customerId: string, query: LicenseQuery = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listSubscribedSkus, { path: { customerId }, query }, SubscribedSku, options),
    listOfUser: (
      path: Readonly<{ customerId: string; userId: string }>,
      query: LicenseQuery = {},
      options: CallOptions = {},
    ) => transport.list(ROUTES.listUserLicenses, { path, query }, UserLicense, options),
    /** Assigns and removes in one step. If no licence is left: code 60012, category `customerMustAct`. */
    update: (
      path: Readonly<{ customerId: string; userId: string }>,
      { assign = [], remove = [] }: LicenseUpdate,
      options: CallOptions = {},
    ) =>
      transport.read(
        ROUTES.updateUserLicenses,
        { path, body: { licensesToAssign: assign, licensesToRemove: remove } },
        LicenseUpdateResult,
        options,
      ),
  };
}
