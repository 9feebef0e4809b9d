/** Codes of refusals that the REST API itself gives, and of the platform, with their HTTP status. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'input.invalid': 400,
  'request.notAForm': 400,
  'request.notJson': 400,
  'request.wrongContentType': 400,
  'idempotency.keyInvalid': 400,
  'request.notSignedIn': 401,
  'request.keyInvalid': 401,
  'permission.denied': 403,
  'permission.notByKey': 403,
  'permission.notOnBehalf': 403,
  'permission.readOnly': 403,
  'permission.scopeMissing': 403,
  'request.foreignOrigin': 403,
  'request.secondFactorNeeded': 403,
  'request.cookieNotCounted': 403,
  'request.notFound': 404,
  'request.methodNotAllowed': 405,
  'idempotency.keyInUse': 409,
  'request.otherPerson': 409,
  'request.tooLarge': 413,
  'idempotency.otherRequest': 422,
  'request.tooMany': 429,
  'request.failed': 500,
  'request.vendorFault': 502,
  'request.unavailable': 503,
};

/** Codes that every operation may give beside its own. */
export const REQUEST_CODES: readonly string[] = Object.keys(STATUS_BY_CODE);

/**
 * Refusals of modules that say: the thing is no longer in the state that this request expects. Read it again.
 * All other refusals are 422.
 */
export const CONFLICT_CODES: readonly string[] = [
  'orders.notAwaitingApproval',
  'orders.notStuck',
  'orders.notWaitingForProvider',
  'orders.tooLateToCancel',
  'provider.mailNotFailed',
  'signIn.impersonationAnswered',
  'purchasing.changed',
  'tenants.alreadyMade',
  'users.alreadyActive',
];

/** Refusals of modules with a status of their own. */
export const OTHER_STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'catalogue.sheetTooLarge': 413,
  'signIn.busy': 503,
  'signIn.tooManyRecoveries': 429,
  'tenants.microsoftDoesNotAnswer': 502,
  'users.tooManyMails': 429,
};

/** The HTTP status of a refusal: not found is 404, a conflict 409, too many attempts 429, every other rule 422. */
export function restStatusOf(code: string): number {
  const known = STATUS_BY_CODE[code] ?? OTHER_STATUS_BY_CODE[code];
  if (known !== undefined) return known;
  if (/[.a-z][nN]otFound$/.test(code)) return 404;
  if (/\.tooMany(Attempts|Requests)$/.test(code)) return 429;
  return CONFLICT_CODES.includes(code) ? 409 : 422;
}
