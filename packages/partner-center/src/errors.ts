import { type ErrorBody, signInCodeIn } from './error-body.ts';
import { categoryOf, type ErrorCategory, type ErrorMessageKey, findErrorCode } from './error-codes.ts';

/** The facts that every error of the client carries: the call, and the ids that Microsoft's support asks for. */
export type CallIdentity = Readonly<{
  /** Method and path template, without ids or query: `POST v1/customers/{customerId}/carts`. */
  route: string;
  requestId: string;
  correlationId: string;
}>;

/** Base of all errors that the client raises about a call. A message never holds tokens, secrets or request bodies. */
export abstract class PartnerCenterError extends Error {
  readonly route: string;
  readonly requestId: string;
  readonly correlationId: string;

  constructor(message: string, call: CallIdentity, cause?: unknown) {
    super(`${call.route}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.route = call.route;
    this.requestId = call.requestId;
    this.correlationId = call.correlationId;
  }
}

/** Partner Center (or its sign-in service) answered with a refusal. */
export class PartnerCenterHttpError extends PartnerCenterError {
  /** HTTP status; 200 too, since some refusals arrive with it (code 400072). */
  readonly status: number;
  /** Microsoft's code: a number if it is numeric, a text for sign-in errors, undefined if the answer had none. */
  readonly code: number | string | undefined;
  /** The number of a refusal of the sign-in service: `AADSTS700082`. */
  readonly signInCode: string | undefined;
  readonly description: string;
  readonly category: ErrorCategory;
  /** Key of a sentence for people in `messages/it.json` and `messages/en.json`; undefined for an unknown code. */
  readonly messageKey: ErrorMessageKey | undefined;
  /** The service's own statement on sending again, if its error body has one. */
  readonly isRetryable: boolean | undefined;
  /** Details as Microsoft sent them (the `data` of an error body); may be empty. */
  readonly data: readonly string[];
  /** The wait before the same request may be sent again, if the answer or the code's documentation gives one. */
  readonly retryAfterSeconds: number | undefined;

  constructor(call: CallIdentity, answer: RefusingAnswer) {
    const { status, body } = answer;
    super(`${status}${body.code === undefined ? '' : ` code ${body.code}`}: ${body.description}`, call);
    this.status = status;
    this.code = body.code;
    this.signInCode = signInCodeIn(body.description);
    this.description = body.description;
    this.category = categoryOf({ status, code: mostSpecificCode(body), isRetryable: body.isRetryable });
    this.messageKey = findErrorCode(mostSpecificCode(body))?.message;
    this.isRetryable = body.isRetryable;
    this.data = body.data;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

/**
 * The person of the token did not sign in with a second factor, and Partner Center, or the sign-in service, requires
 * one. Nothing was done, and sending again does not help: the person must sign in again, and the token store must get
 * the new refresh token.
 */
export class MultiFactorRequired extends PartnerCenterHttpError {
  override readonly messageKey = 'multiFactorMissing';
}

/**
 * The sign-in service gave no token: `messageKey` says whether the person must sign in anew (`signInAgain`), consent is
 * missing (`consentMissing`), the application's secret is wrong or has expired (`clientSecretWrong`,
 * `clientSecretExpired`), its certificate is not accepted (`clientAssertionRefused`), or another of its meanings.
 */
export class SignInRefused extends PartnerCenterHttpError {}

type RefusingAnswer = Readonly<{ status: number; body: ErrorBody; retryAfterSeconds: number | undefined }>;

/** The error of a refusing answer, in the most specific class. */
export function refusalOf(call: CallIdentity, answer: RefusingAnswer): PartnerCenterHttpError {
  return lacksMultiFactor(answer.body)
    ? new MultiFactorRequired(call, answer)
    : new PartnerCenterHttpError(call, answer);
}

/** As `refusalOf`, for an answer of the sign-in service. */
export function signInRefusalOf(call: CallIdentity, answer: RefusingAnswer): PartnerCenterHttpError {
  return lacksMultiFactor(answer.body) ? new MultiFactorRequired(call, answer) : new SignInRefused(call, answer);
}

/** Whether this refusal asks for a second factor. */
export function lacksMultiFactor(body: ErrorBody): boolean {
  return findErrorCode(mostSpecificCode(body))?.message === 'multiFactorMissing';
}

/** The number of the sign-in service where it is a known one, else the code. */
function mostSpecificCode({ code, description }: ErrorBody): number | string | undefined {
  const signInCode = signInCodeIn(description);
  return findErrorCode(signInCode) === undefined ? code : signInCode;
}

/**
 * No complete answer arrived: the network failed or the time limit passed. A write may or may not have taken effect.
 * Send the same request again with the same request id: Partner Center does it once.
 */
export class PartnerCenterUnreachable extends PartnerCenterError {
  readonly reason: 'network' | 'timeOut';

  constructor(call: CallIdentity, reason: 'network' | 'timeOut', cause?: unknown) {
    super(reason === 'timeOut' ? 'no answer in time' : 'the connection failed', call, cause);
    this.reason = reason;
  }
}

/**
 * A successful status with a body that is empty, not JSON, or of another shape than documented; or a redirect: the API
 * documents none, and following one would send tokens, secrets and writes to an address that nobody configured.
 */
export class PartnerCenterUnreadable extends PartnerCenterError {
  readonly status: number;
  readonly reason: 'empty' | 'notJson' | 'wrongShape' | 'noLocation' | 'foreignLink' | 'repeatedLink' | 'redirect';
  /** For `wrongShape`, path and problem: `items.0.id: expected string`. Never the values. */
  readonly details: readonly string[];

  constructor(
    call: CallIdentity,
    answer: { status: number; reason: PartnerCenterUnreadable['reason']; details?: readonly string[] },
  ) {
    const details = answer.details ?? [];
    super(`${answer.status} with ${UNREADABLE[answer.reason]}${details.length ? `: ${details.join('; ')}` : ''}`, call);
    this.status = answer.status;
    this.reason = answer.reason;
    this.details = details;
  }
}

/**
 * Partner Center accepted a write (202) and had not finished it when the client stopped asking. It may still happen.
 */
export class PartnerCenterUnfinished extends PartnerCenterError {
  constructor(call: CallIdentity) {
    super('accepted, but not finished in time; read the resource again later', call);
  }
}

/**
 * The call needs a token of a person (app+user), and the client was given app-only credentials, or nobody has signed
 * in. Nothing was sent.
 */
export class AppUserTokenRequired extends PartnerCenterError {
  constructor(call: CallIdentity) {
    super('needs an app+user token; give the client `credentials.appUser` and a token store that has one', call);
  }
}

const UNREADABLE = {
  empty: 'an empty body',
  notJson: 'a body that is not JSON',
  wrongShape: 'a body of another shape than documented',
  noLocation: 'no Location header',
  foreignLink: 'a link to another host',
  repeatedLink: 'a link to a page that was read before',
  redirect: 'a redirect, which is not followed',
} as const;
