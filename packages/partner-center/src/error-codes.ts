/**
 * What a caller can do about an error:
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
  /** Documented wait before the same request has a chance. */
  retryAfterSeconds?: number;
}>;

/**
 * The category of an error answer. A code that is not in the table is judged by its HTTP status; where the service says
 * itself that the same request may be sent again, that counts.
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

const HOUR_SECONDS = 3600;

/**
 * Codes whose category is known. What each means is Microsoft's; the category is our reading of it.
 *
 * @source Partner Center, "Error codes"; 900416, 900419 and 900420 from the open-source server partner-center-mcp;
 *         words are codes of Microsoft Entra's token endpoint ("Microsoft identity platform and OAuth 2.0")
 */
export const ERROR_CODES: ReadonlyMap<number | string, ErrorCodeFact> = new Map<number | string, ErrorCodeFact>([
  [2001, { category: 'fixInput' }], // quantity change while suspended: reactivate first
  [2002, { category: 'fixInput' }], // quantity outside minimum and maximum
  [2011, { category: 'never' }], // a deleted subscription cannot be updated
  [2055, { category: 'reRead' }], // etag is no longer valid
  [2085, { category: 'never' }], // offer not eligible for purchase
  [13605, { category: 'customerMustAct' }], // acceptance of the Microsoft Customer Agreement not confirmed
  [20000, { category: 'retry' }], // order not found; normal for up to 15 minutes after its creation
  [20002, { category: 'providerMustAct' }], // no commerce relationship between partner and customer
  [20003, { category: 'reRead' }], // subscription not found
  [60002, { category: 'reRead' }], // user not found
  [60003, { category: 'reRead' }], // tenant not found
  [60012, { category: 'customerMustAct' }], // no free licences
  [400013, { category: 'reRead' }], // product not found
  [400018, { category: 'reRead' }], // SKU not found
  [400019, { category: 'reRead' }], // availability not found: ids rotate, resolve again
  [400030, { category: 'customerMustAct' }], // target segment not allowed for the customer: qualification missing
  [400036, { category: 'customerMustAct' }], // target view not allowed for the customer
  [400041, { category: 'fixInput' }], // add-on without a compatible base
  [400072, { category: 'reRead' }], // item not available (comes with HTTP 200)
  [600002, { category: 'fixInput' }], // organisation registration number not supported
  [600049, { category: 'fixInput' }], // organisation registration number missing
  [600050, { category: 'fixInput' }], // organisation registration number invalid
  [600051, { category: 'fixInput' }], // phone number missing
  [600061, { category: 'reRead' }], // the agreement is already confirmed for that contact
  [800008, { category: 'reRead' }], // cart not found
  [800009, { category: 'fixInput' }], // errors in cart lines
  [800018, { category: 'providerMustAct' }], // sandbox limit
  [800020, { category: 'never' }], // catalogue item not eligible for purchase
  [800023, { category: 'providerMustAct' }], // credit line
  [800025, { category: 'providerMustAct' }], // credit line
  [800060, { category: 'retry' }], // order in progress
  [800064, { category: 'retry' }], // cart is being processed by another request
  [800065, { category: 'reRead' }], // cart already submitted: look for its order
  [800066, { category: 'fixInput' }], // more subscriptions than allowed
  [800067, { category: 'fixInput' }], // more seats than allowed for a subscription
  [800069, { category: 'customerMustAct' }], // risk check failed
  [800070, { category: 'never' }], // offer not available in the country
  [800073, { category: 'customerMustAct' }], // customer account under review
  [800074, { category: 'customerMustAct' }], // customer account under review
  [800075, { category: 'customerMustAct' }], // customer account not approved
  [800082, { category: 'retry' }], // subscription not ready to be updated
  [800088, { category: 'fixInput' }], // more seats than remain
  [800089, { category: 'fixInput' }], // more assets than remain; also seen for a stale catalogue item id
  [800090, { category: 'never' }], // quantity cannot be decreased
  [800091, { category: 'fixInput' }], // update while suspended: reactivate first
  [800093, { category: 'never' }], // not eligible for auto-renewal
  [800107, { category: 'never' }], // no term change on a trial
  [800121, { category: 'fixInput' }], // term invalid
  [800122, { category: 'fixInput' }], // term shorter than the current one
  [900117, { category: 'never' }], // cancellation window passed (days)
  [900121, { category: 'providerMustAct' }], // credit limit
  [900126, { category: 'fixInput' }], // value not known
  [900203, { category: 'fixInput' }], // attestation required
  [900206, { category: 'fixInput' }], // partner attestation missing
  [900213, { category: 'never' }], // cancellation window passed (hours)
  [900214, { category: 'never' }], // reduction window passed (hours)
  [900236, { category: 'fixInput' }], // transition target ends earlier
  [900242, { category: 'fixInput' }], // custom term end date fits no subscription
  [900244, { category: 'fixInput' }], // custom term end date not valid for this term
  [900245, { category: 'fixInput' }], // custom term end date outside the first term
  [900246, { category: 'fixInput' }], // custom term end date fits no subscription
  [900257, { category: 'never' }], // reduction window passed (days)
  [900258, { category: 'fixInput' }], // transition target not active
  [900259, { category: 'fixInput' }], // transition target is the source
  [900260, { category: 'fixInput' }], // transition target is another item
  [900261, { category: 'retry' }], // transition target not ready
  [900267, { category: 'fixInput' }], // transition target term shorter
  [900268, { category: 'fixInput' }], // transition target term invalid
  [900269, { category: 'fixInput' }], // billing cycle invalid
  [900270, { category: 'fixInput' }], // billing cycle longer than the term
  [900275, { category: 'fixInput' }], // quantity outside minimum and maximum
  [900277, { category: 'never' }], // subscription is expiring
  [900278, { category: 'retry', retryAfterSeconds: 24 * HOUR_SECONDS }], // pending operation, "try again after 24 hours"
  [900279, { category: 'never' }], // updates no longer allowed
  [900280, { category: 'retry', retryAfterSeconds: HOUR_SECONDS }], // updates currently not allowed. Guess: an hour
  [900308, { category: 'providerMustAct' }], // insufficient privileges
  [900309, { category: 'customerMustAct' }], // blocked by the customer's Conditional Access policies
  [900311, { category: 'never' }], // subscription updated too many times
  [900316, { category: 'providerMustAct' }], // partner token in a licence call
  [900329, { category: 'providerMustAct' }], // no app-only authentication
  [900416, { category: 'providerMustAct' }], // customer locked
  [900419, { category: 'fixInput' }], // subscription limit
  [900420, { category: 'providerMustAct' }], // token for another audience
  ['invalid_client', { category: 'providerMustAct' }],
  ['invalid_grant', { category: 'providerMustAct' }], // refresh token expired or revoked: sign in again
  ['unauthorized_client', { category: 'providerMustAct' }],
  ['interaction_required', { category: 'providerMustAct' }],
]);

function categoryOfStatus(status: number): ErrorCategory {
  if (status === 408 || status === 429 || (status >= 500 && status !== 501)) return 'retry';
  if (status === 404 || status === 409 || status === 412) return 'reRead';
  if (status === 401 || status === 403) return 'providerMustAct';
  if (status === 400 || status === 422) return 'fixInput';
  return 'never';
}
