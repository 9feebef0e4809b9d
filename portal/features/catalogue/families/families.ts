/*
 * The families of products that people compare, and their plans in the order in which they grow. A browser may load it.
 */

export const FAMILY_KEYS = [
  'microsoft365Business',
  'microsoft365Enterprise',
  'office365',
  'exchange',
  'teams',
  'security',
  'copilot',
  'powerBi',
  'planner',
  'visio',
] as const;
export type FamilyKey = (typeof FAMILY_KEYS)[number];

type Plan = Readonly<{
  family: FamilyKey;
  vendorProductId: string;
  /** The SKU with everything in it: variants such as those without Teams hold less than our words say. */
  vendorSkuId: string;
}>;

/** @source Microsoft's price sheet: ProductId and SkuId of the commercial SKUs */
export const PLANS = {
  businessBasic: { family: 'microsoft365Business', vendorProductId: 'CFQ7TTC0LH18', vendorSkuId: '0001' },
  appsForBusiness: { family: 'microsoft365Business', vendorProductId: 'CFQ7TTC0LH1G', vendorSkuId: '0001' },
  businessStandard: { family: 'microsoft365Business', vendorProductId: 'CFQ7TTC0LDPB', vendorSkuId: '0001' },
  businessPremium: { family: 'microsoft365Business', vendorProductId: 'CFQ7TTC0LCHC', vendorSkuId: '0002' },
  microsoft365F3: { family: 'microsoft365Enterprise', vendorProductId: 'CFQ7TTC0LH05', vendorSkuId: '0001' },
  microsoft365E3: { family: 'microsoft365Enterprise', vendorProductId: 'CFQ7TTC0LFLX', vendorSkuId: '0001' },
  microsoft365E5: { family: 'microsoft365Enterprise', vendorProductId: 'CFQ7TTC0LFLZ', vendorSkuId: '0002' },
  office365E1: { family: 'office365', vendorProductId: 'CFQ7TTC0LF8Q', vendorSkuId: '0001' },
  office365E3: { family: 'office365', vendorProductId: 'CFQ7TTC0LF8R', vendorSkuId: '0001' },
  office365E5: { family: 'office365', vendorProductId: 'CFQ7TTC0LF8S', vendorSkuId: '0002' },
  exchangeKiosk: { family: 'exchange', vendorProductId: 'CFQ7TTC0LH0L', vendorSkuId: '0001' },
  exchangePlan1: { family: 'exchange', vendorProductId: 'CFQ7TTC0LH16', vendorSkuId: '0001' },
  exchangePlan2: { family: 'exchange', vendorProductId: 'CFQ7TTC0LH1P', vendorSkuId: '0001' },
  teamsEssentials: { family: 'teams', vendorProductId: 'CFQ7TTC0JN4R', vendorSkuId: '0002' },
  teamsEnterprise: { family: 'teams', vendorProductId: 'CFQ7TTC0MZJF', vendorSkuId: '0009' },
  teamsPhone: { family: 'teams', vendorProductId: 'CFQ7TTC0LH0T', vendorSkuId: '0001' },
  defenderForBusiness: { family: 'security', vendorProductId: 'CFQ7TTC0HX56', vendorSkuId: '0002' },
  intune: { family: 'security', vendorProductId: 'CFQ7TTC0LCH4', vendorSkuId: '0009' },
  entraP1: { family: 'security', vendorProductId: 'CFQ7TTC0LFLS', vendorSkuId: '0002' },
  entraP2: { family: 'security', vendorProductId: 'CFQ7TTC0LFK5', vendorSkuId: '0001' },
  copilot: { family: 'copilot', vendorProductId: 'CFQ7TTC0MM8R', vendorSkuId: '0002' },
  powerBiPro: { family: 'powerBi', vendorProductId: 'CFQ7TTC0LHSF', vendorSkuId: '0001' },
  powerBiPremium: { family: 'powerBi', vendorProductId: 'CFQ7TTC0HL8W', vendorSkuId: '0001' },
  plannerPlan1: { family: 'planner', vendorProductId: 'CFQ7TTC0HDB1', vendorSkuId: '0002' },
  projectPlan3: { family: 'planner', vendorProductId: 'CFQ7TTC0HDB0', vendorSkuId: '0002' },
  projectPlan5: { family: 'planner', vendorProductId: 'CFQ7TTC0HD9Z', vendorSkuId: '0002' },
  visioPlan1: { family: 'visio', vendorProductId: 'CFQ7TTC0HD33', vendorSkuId: '0003' },
  visioPlan2: { family: 'visio', vendorProductId: 'CFQ7TTC0HD32', vendorSkuId: '0002' },
} as const satisfies Record<string, Plan>;
export type PlanKey = keyof typeof PLANS;
export const PLAN_KEYS = Object.keys(PLANS) as readonly PlanKey[];

/** The plan that a SKU is; undefined for the many that stand in no family. */
export function planOf(vendorProductId: string, vendorSkuId: string): PlanKey | undefined {
  return PLAN_KEYS.find((key) => {
    const plan: Plan = PLANS[key];
    return plan.vendorProductId === vendorProductId && plan.vendorSkuId === vendorSkuId;
  });
}

/** The plan that people know a product by; undefined for a product of no family. */
export function planOfProduct(vendorProductId: string): PlanKey | undefined {
  return PLAN_KEYS.find((key) => PLANS[key].vendorProductId === vendorProductId);
}
