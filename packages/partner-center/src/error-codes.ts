/**
 * The ways in which a caller can handle an error:
 * - `retry`: the same request, unchanged, later;
 * - `reRead`: read the resource again and decide anew (stale etag, id that is gone, work already done);
 * - `fixInput`: the request breaks a rule; another one may pass;
 * - `customerMustAct`: the customer has to do something first (accept the agreement, buy licences);
 * - `providerMustAct`: the partner has to do something first (credit, permissions, set-up);
 * - `never`: it will not work for this resource again (window closed, deleted).
 */
export type ErrorCategory = 'retry' | 'reRead' | 'fixInput' | 'customerMustAct' | 'providerMustAct' | 'never';

export type ErrorCodeFact = Readonly<{
  category: ErrorCategory;
  /** Key of the sentences in `messages/it.json` and `messages/en.json`. */
  message: ErrorMessageKey;
  /** The documented wait before the same request can succeed. */
  retryAfterSeconds?: number;
}>;

/**
 * The category of an error answer. A code that is not in the table is categorised by its HTTP status, unless the
 * service itself says that the same request may be sent again.
 */
export function categoryOf(answer: {
  status: number;
  code: number | string | undefined;
  isRetryable: boolean | undefined;
}): ErrorCategory {
  const known = findErrorCode(answer.code);
  if (known !== undefined) return known.category;
  if (answer.isRetryable === true) return 'retry';
  return categoryOfStatus(answer.status);
}

export function findErrorCode(code: number | string | undefined): ErrorCodeFact | undefined {
  return code === undefined ? undefined : ERROR_CODES.get(code);
}

type Meaning = Readonly<{
  category: ErrorCategory;
  codes: readonly (number | string)[];
  retryAfterSeconds?: number;
}>;

/** Sent with HTTP 401: the token is valid, but its person did not sign in with a second factor. */
export const MULTI_FACTOR_MISSING_CODE = 900421;

/**
 * The meanings of the codes. Codes and meanings are Microsoft's; the grouping and the category are our reading.
 *
 * @source Partner Center, "Error codes"; five digits from 10000 on are the errors of a cart's lines, "Cart resources";
 *          900416, 900419 and 900420 from the open-source server partner-center-mcp; 900421 from the announcements of
 *          2026, "MFA enforcement for Partner Center APIs"; texts are codes of Microsoft Entra's token endpoint
 *          ("Microsoft identity platform and OAuth 2.0"), and numbers in its descriptions ("Microsoft Entra
 *          authentication and authorization error codes"), or
 *          codes of Microsoft Graph ("Resolve Microsoft Graph authorization errors"). Guess: the hour of 900280
 */
const MEANINGS = {
  quantityOutOfRange: { category: 'fixInput', codes: [2002, 900275] },
  suspended: { category: 'fixInput', codes: [2001, 800091] },
  deleted: { category: 'never', codes: [2011] },
  outdatedVersion: { category: 'reRead', codes: [2055] },
  notEligible: { category: 'never', codes: [2085, 800020, 800022, 800024, 800026, 800062] },
  agreementMissing: { category: 'customerMustAct', codes: [13605] },
  orderNotFound: { category: 'retry', codes: [20000] },
  noRelationship: { category: 'providerMustAct', codes: [20002] },
  subscriptionNotFound: { category: 'reRead', codes: [20003, 800030, 800076, 800037, 800038] },
  notFound: { category: 'reRead', codes: [1000, 60003, 800007, 800111, 900140] },
  userNotFound: { category: 'reRead', codes: [60002, 'Request_ResourceNotFound'] },
  noFreeLicences: { category: 'customerMustAct', codes: [60012] },
  itemNotFound: { category: 'reRead', codes: [400013, 400018, 400019, 400072, 800004, 900142, 900143, 900144, 10001] },
  segmentNotAllowed: { category: 'customerMustAct', codes: [400030, 400036] },
  baseProductMissing: { category: 'fixInput', codes: [400041, 800029, 27009] },
  organisationNumber: { category: 'fixInput', codes: [600002, 600049, 600050] },
  phoneMissing: { category: 'fixInput', codes: [600051] },
  agreementExists: { category: 'reRead', codes: [600061] },
  cartNotFound: { category: 'reRead', codes: [800008] },
  cartLines: { category: 'fixInput', codes: [800009, 800071, 800087] },
  sandboxLimit: { category: 'providerMustAct', codes: [800018, 900116, 900322, 800019, 10009] },
  creditLimit: { category: 'providerMustAct', codes: [800023, 800025, 900121] },
  orderInProgress: { category: 'retry', codes: [800060, 800014] },
  cartLocked: { category: 'retry', codes: [800064] },
  cartSubmitted: { category: 'reRead', codes: [800065] },
  tooManySubscriptions: { category: 'fixInput', codes: [800066, 800068, 900419, 10002] },
  tooManySeats: { category: 'fixInput', codes: [800067, 800088, 800089, 10015] },
  riskCheck: { category: 'customerMustAct', codes: [800069] },
  countryNotServed: { category: 'never', codes: [800070, 2030] },
  customerUnderReview: { category: 'customerMustAct', codes: [800073, 800074, 800075] },
  notReady: { category: 'retry', codes: [800082, 800072, 900130] },
  cannotDecrease: { category: 'never', codes: [800090, 800027] },
  noAutoRenew: { category: 'never', codes: [800093] },
  trialTerm: { category: 'never', codes: [800107] },
  termInvalid: { category: 'fixInput', codes: [800121, 900268, 800084, 800028, 900222] },
  termShorter: { category: 'fixInput', codes: [800122, 900267] },
  cancellationWindowPassed: { category: 'never', codes: [900117, 900213, 800061, 800063] },
  reductionWindowPassed: { category: 'never', codes: [900214, 900257] },
  valueUnknown: { category: 'fixInput', codes: [900126, 3000, 800002, 900254, 900312, 10010] },
  attestationMissing: { category: 'fixInput', codes: [900203, 900206, 10012] },
  transitionTarget: { category: 'fixInput', codes: [900236, 900258, 900259, 900260] },
  transitionTargetNotReady: { category: 'retry', codes: [900261] },
  endDateInvalid: { category: 'fixInput', codes: [900242, 900244, 900245, 900246, 900291, 900292] },
  billingInvalid: { category: 'fixInput', codes: [900269, 900270, 2054, 6001, 800097, 800085] },
  billingOfInactive: { category: 'fixInput', codes: [6000, 800012, 800080] },
  expiring: { category: 'never', codes: [900277, 900279] },
  pendingOperation: { category: 'retry', codes: [900278], retryAfterSeconds: 86400 },
  updatesPaused: { category: 'retry', codes: [900280], retryAfterSeconds: 3600 },
  privilegesMissing: {
    category: 'providerMustAct',
    codes: [400, 2032, 900308, 900316, 900150, 800043, 'Authorization_RequestDenied'],
  },
  conditionalAccess: { category: 'customerMustAct', codes: [900309] },
  tooManyUpdates: { category: 'never', codes: [900311] },
  tokenKind: { category: 'providerMustAct', codes: [900329, 900420, 800001] },
  multiFactorMissing: {
    category: 'providerMustAct',
    codes: [MULTI_FACTOR_MISSING_CODE, ...['AADSTS50072', 'AADSTS50074', 'AADSTS50076', 'AADSTS50078', 'AADSTS50079']],
  },
  customerLocked: { category: 'providerMustAct', codes: [900416] },
  signInFailed: {
    category: 'providerMustAct',
    codes: ['invalid_client', 'invalid_grant', 'unauthorized_client', 'interaction_required'],
  },
  // The refresh token was revoked, was not used for 90 days, or ended with a change of the person's password.
  signInAgain: {
    category: 'providerMustAct',
    codes: [
      ...['AADSTS50089', 'AADSTS50133', 'AADSTS50173', 'AADSTS54005', 'AADSTS70000', 'AADSTS70008', 'AADSTS70043'],
      ...['AADSTS500133', 'AADSTS700082', 'AADSTS700084'],
    ],
  },
  consentMissing: {
    category: 'providerMustAct',
    codes: [
      ...['AADSTS65001', 'AADSTS65004', 'AADSTS65005', 'AADSTS90094', 'AADSTS90095', 'AADSTS650057', 'access_denied'],
    ],
  },
  clientSecretWrong: {
    category: 'providerMustAct',
    codes: ['AADSTS7000215', 'AADSTS7000216', 'AADSTS7000218'],
  },
  clientSecretExpired: { category: 'providerMustAct', codes: ['AADSTS7000222'] },
  clientAssertionRefused: {
    category: 'providerMustAct',
    codes: ['AADSTS50027', 'AADSTS700021', 'AADSTS700023', 'AADSTS700024', 'AADSTS700027'],
  },
  applicationUnknown: {
    category: 'providerMustAct',
    codes: ['AADSTS500011', 'AADSTS700016', 'AADSTS7000112', 'AADSTS7000229'],
  },
  partnerTenantUnknown: { category: 'providerMustAct', codes: ['AADSTS90002', 'AADSTS900023'] },
  redirectAddressUnknown: {
    category: 'providerMustAct',
    codes: ['AADSTS50011', 'AADSTS500112', 'AADSTS500113'],
  },
  personNotAllowed: {
    category: 'providerMustAct',
    codes: ['AADSTS50020', 'AADSTS50034', 'AADSTS50053', 'AADSTS50057', 'AADSTS50105'],
  },
  signInBlocked: { category: 'providerMustAct', codes: ['AADSTS53000', 'AADSTS53001', 'AADSTS53003'] },
  signInBusy: { category: 'retry', codes: ['AADSTS90033', 'AADSTS50196', 'temporarily_unavailable'] },
  partnerProgramme: {
    category: 'providerMustAct',
    codes: [
      2006, 800015, 800016, 800039, 900149, 900118, 2071, 2072, 900123, 900124, 900125, 800098, 900147, 900148, 900323,
    ],
  },
  offerWithdrawn: { category: 'never', codes: [2091, 2100, 800010, 800017, 10003] },
  orderRefused: { category: 'fixInput', codes: [4018] },
  promotionCode: { category: 'fixInput', codes: [27006, 27007] },
  serviceError: {
    category: 'retry',
    codes: [0, 800003, 800005, 800083, 800094, 900135, 900103, 900192, 900225, 800036],
  },
  notSupported: { category: 'never', codes: [2012, 800031, 800042, 900127, 900141, 900263, 800077, 900321] },
  statusFixed: { category: 'never', codes: [800040, 800041, 800081, 800092, 800095, 800096, 800078, 800021] },
  tenantTags: { category: 'customerMustAct', codes: [800086] },
  azure: {
    category: 'providerMustAct',
    codes: [
      800011, 800013, 800112, 800114, 800115, 900105, 900107, 900108, 900115, 900119, 900120, 900128, 900129, 900313,
      900314, 900315, 900317, 900318, 900145, 900146,
    ],
  },
  azureUpgrade: { category: 'providerMustAct', codes: [900106, 900109, 900110, 900111, 900112, 900113, 900114] },
  transfer: {
    category: 'providerMustAct',
    codes: [900100, 900101, 900102, 900104, 900131, 900132, 900133, 900134, 900136, 900137, 900138, 900139],
  },
  migration: {
    category: 'providerMustAct',
    codes: [
      900215, 900216, 900217, 900218, 900219, 900220, 900221, 900223, 900224, 900226, 900247, 900248, 900262, 60000,
    ],
  },
  quoteNotFound: { category: 'reRead', codes: [900122] },
  currency: { category: 'fixInput', codes: [900169, 10000] },
  documents: { category: 'fixInput', codes: [900252, 900253] },
} as const satisfies Record<string, Meaning>;

/** Names a sentence for people, in `messages/it.json` and `messages/en.json`. */
export type ErrorMessageKey = keyof typeof MEANINGS;

/** Every documented code. */
export const ERROR_CODES: ReadonlyMap<number | string, ErrorCodeFact> = new Map(
  (Object.entries(MEANINGS) as [ErrorMessageKey, Meaning][]).flatMap(([message, { codes, ...fact }]) =>
    codes.map((code): [number | string, ErrorCodeFact] => [code, { ...fact, message }]),
  ),
);

function categoryOfStatus(status: number): ErrorCategory {
  if (status === 408 || status === 429 || (status >= 500 && status !== 501)) return 'retry';
  if (status === 404 || status === 409 || status === 412) return 'reRead';
  if (status === 401 || status === 403) return 'providerMustAct';
  if (status === 400 || status === 422) return 'fixInput';
  return 'never';
}
