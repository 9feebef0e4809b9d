import type { Json } from './json.ts';

/** A documented error of Partner Center. Handlers throw it; `simulator.ts` turns it into the documented body. */
export class PartnerError extends Error {
  readonly code: DocumentedCode;
  readonly data: string[];
  readonly headers: Record<string, string>;

  /** @param data `data` of the answer; its first entries also fill `{0}`, `{1}` of the description */
  constructor(code: DocumentedCode, data: string[] = [], headers: Record<string, string> = {}) {
    super(descriptionOf(code, data));
    this.code = code;
    this.data = data;
    this.headers = headers;
  }

  get status(): number {
    return DOCUMENTED_ERRORS[this.code][0];
  }

  /**
   * The two shapes that Microsoft's services answer with.
   *
   * @source Partner Center, "Error codes"; "Confirm customer acceptance of Microsoft Customer Agreement"
   */
  body(): Json {
    if (this.code === 600061) {
      return {
        code: this.code,
        message: this.message,
        description: this.message,
        errorName: 'PartnerConfirmedAgreementAlreadyExists',
        isRetryable: false,
        parameters: {},
        errorMessageExtended: `InternalErrorCode=${this.code}`,
      };
    }
    return { code: this.code, description: this.message, data: this.data, source: 'PartnerFD' };
  }
}

export type DocumentedCode = keyof typeof DOCUMENTED_ERRORS;

export function descriptionOf(code: DocumentedCode, data: readonly string[] = []): string {
  return DOCUMENTED_ERRORS[code][1].replaceAll(/\{(\d)\}/g, (_, index) => data[Number(index)] ?? '');
}

/**
 * HTTP status and sentence of each code that the simulator answers with.
 *
 * @source Partner Center, "Error codes". Guess: the status of 600061, which the documentation leaves out, and the
 *          sentences of 900420 and 900421, which are younger than the public documentation.
 */
const DOCUMENTED_ERRORS = {
  400: [401, 'Access denied'],
  1000: [404, 'Not found'],
  2001: [400, "Subscription quantity can't be increased or decreased while subscription is being suspended"],
  2002: [400, "Subscription quantity isn't within minimum and maximum allowed quantity"],
  2011: [400, "Subscription with ID {0} and deleted status can't be updated."],
  2055: [400, 'Etag is no longer valid'],
  3000: [400, 'Invalid property'],
  13605: [
    403,
    'A confirmation that the customer accepted the Microsoft Customer Agreement must be provided before this ' +
      'purchase can be completed',
  ],
  20000: [404, 'Order ID not found'],
  20002: [403, 'The partner ID {0} has no commerce relationship with the customer ID {1}.'],
  20003: [404, 'Subscription with ID {0} not found.'],
  60002: [404, "User object ID isn't found"],
  60003: [404, 'Tenant not found'],
  60012: [400, 'There are no licenses left. Buy more licenses, and then try again.'],
  400013: [404, "Product wasn't found"],
  400018: [404, "SKU wasn't found"],
  400019: [404, 'Availability not found. Issue a new GET to have the current availability ID, and try again.'],
  400030: [403, "The target segment isn't allowed for the customer"],
  400036: [403, "The target view isn't allowed for the customer"],
  400041: [400, "The add-on can't be purchased without a compatible base product"],
  600002: [400, "Organization registration ID value isn't supported"],
  600061: [400, 'A partner confirmed agreement already exists for the customer.'],
  800002: [400, 'Invalid request input'],
  800003: [500, 'Unexpected service error'],
  800008: [404, 'Unable to retrieve cart ID'],
  800009: [400, 'Error in Cart item(s)'],
  800020: [403, "The catalog item isn't eligible for purchase."],
  800023: [
    403,
    "You aren't eligible for this transaction because your credit line isn't reaching the threshold for it",
  ],
  800065: [400, "Can't check out an already submitted cart {0}."],
  800066: [403, 'The number of subscriptions exceeded the maximum number of subscriptions allowed per customer'],
  800067: [403, 'The desired seat count exceeded the maximum seat count allowed per subscription'],
  800069: [403, 'Order failed Risk Management check'],
  800074: [403, 'Your customer account is currently under review. Check back in few days.'],
  800082: [409, "The subscription isn't ready for another change. Try again later."],
  800089: [403, 'The requested number of {0} asset/s exceeded the remaining limit of {1} assets allowed per customer'],
  800090: [400, 'Subscription quantity cannot be decreased.'],
  800091: [400, "The subscription can't be updated while it is suspended"],
  800093: [400, "The subscription isn't eligible to be auto-renewed"],
  800107: [400, 'Term changes are not supported for trial offers.'],
  800121: [400, 'The term duration provided is invalid.'],
  800122: [400, 'The target term duration cannot be shorter than the current term duration.'],
  900117: [400, 'You have passed your {0}-day cancellation window. We are unable to cancel your purchase'],
  900126: [400, 'Unable to parse enum: {0}'],
  900203: [400, 'CatalogItemId: {0} requires attestation acceptance.'],
  900206: [400, 'Partner Attestation is missing'],
  900236: [
    400,
    'The target transition ToSubscriptionId field is invalid. Target subscription CommitmentEndDate must be ' +
      'later than source subscription',
  ],
  900242: [
    400,
    'The custom term end date does not match with the end date of any active non-trial OnlineServicesNCE ' +
      'subscription or align with the end of the calendar month.',
  ],
  900246: [
    400,
    'The custom term end date specified on the scheduled next term instructions does not match with the end ' +
      'date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month.',
  ],
  900257: [400, 'You have passed your {0}-day window for reducing seats for this subscription.'],
  900258: [400, 'The target transition ToSubscriptionId field is invalid. Target subscription must be active.'],
  900259: [
    400,
    "The target transition ToSubscriptionId field is invalid. Target subscription id can't be the same as the " +
      'source subscription ID.',
  ],
  900260: [
    400,
    'The target transition ToSubscriptionId field is invalid. Target subscription must have the same ' +
      'CatalogItemId as in the transition request.',
  ],
  900261: [
    400,
    'The target transition ToSubscriptionId field is invalid. The target subscription is not ready to be ' +
      'upgraded. Please try again after sometime.',
  ],
  900267: [400, "Target transition can't have a term duration shorter than that of the source subscription."],
  900268: [400, 'The term duration on the target transition is invalid.'],
  900269: [400, 'The billing cycle is invalid.'],
  900275: [400, 'The requested quantity for line item {0} is not within the allowed quantity for this offer.'],
  900278: [409, 'There is a pending operation on this subscription. Please try again later.'],
  900279: [400, 'Update operations are no longer allowed for this subscription.'],
  900280: [400, 'Update operations are currently not allowed for this subscription.'],
  900308: [403, 'Insufficient privileges to complete the operation.'],
  900311: [400, 'This subscription has been updated too many times.'],
  900329: [403, 'This resource does not support application-only authentication.'],
  900420: [401, 'The audience of the token is not valid for this resource.'],
  900421: [401, 'Multi-factor authentication is required.'],
} as const satisfies Record<number, readonly [status: number, description: string]>;
