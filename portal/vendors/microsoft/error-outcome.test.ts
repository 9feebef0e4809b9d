import {
  AppUserTokenRequired,
  ERROR_CODES,
  PartnerCenterHttpError,
  PartnerCenterUnreachable,
} from '@licence-portal/partner-center';
import { expect, test } from 'vitest';
import { VendorFault } from '#platform/refusal.ts';
import { outcomeOfError, rejectionOfCode } from './error-outcome.ts';
import { explain } from './explain-failure.ts';

const CALL = {
  route: 'PATCH v1/customers/{customerId}/subscriptions/{subscriptionId}',
  requestId: 'r',
  correlationId: 'c',
};

function refusal(code: number | undefined, status = 400) {
  const body = { code, description: 'No.', isRetryable: undefined, data: [] };
  return new PartnerCenterHttpError(CALL, { status, body, retryAfterSeconds: undefined });
}

/** `failed riskCheck`, or `again` for a request that is sent again. */
function brief(error: unknown): string {
  try {
    const answer = outcomeOfError(error);
    return 'code' in answer ? `${answer.status} ${answer.code}` : answer.status;
  } catch (thrown) {
    if (thrown instanceof VendorFault) return 'again';
    throw thrown;
  }
}

test.each([
  [800069, 'failed riskCheck'],
  [13605, 'failed agreementMissing'],
  [800090, 'failed reductionWindowClosed'],
  [900213, 'failed cancellationWindowClosed'],
  [20003, 'failed subscriptionGone'],
  [400018, 'failed offerNotAvailable'],
  // Without a failure code of their own: by category.
  [900203, 'failed requestRefused'],
  [60012, 'failed customerMustAct'],
  [800107, 'failed notAllowed'],
  [800023, 'stuck needsProvider'],
  [20002, 'stuck noRelationship'],
  // They may pass later, or with fresh data.
  [800082, 'again'],
  [2055, 'again'],
  [987654321, 'failed requestRefused'],
])('code %s has the outcome "%s"', (code, expected) => {
  expect(brief(refusal(code))).toBe(expected);
});

test('every code of Microsoft has an outcome, and every rejection a sentence for the provider in each language', () => {
  for (const [code, { category, message }] of ERROR_CODES) {
    if (typeof code !== 'number') continue;
    const answered = brief(refusal(code));
    if (answered === 'again') expect(['retry', 'reRead'], `${code}`).toContain(category);
    else expect(answered.startsWith('stuck'), `${code}`).toBe(category === 'providerMustAct');
    const sentences = explain({ meaning: message });
    expect(sentences?.it.length, `${code} it`).toBeGreaterThan(10);
    expect(sentences?.en.length, `${code} en`).toBeGreaterThan(10);
  }
});

test('a refusal inside a successful answer is reported by its code, an unknown one as refused', () => {
  expect(rejectionOfCode('10015', 'too many')).toEqual({
    status: 'failed',
    code: 'seatCountOutOfRange',
    facts: { meaning: 'tooManySeats' },
    note: 'too many',
  });
  expect(rejectionOfCode(800023, 'credit')).toMatchObject({ status: 'stuck', facts: { meaning: 'creditLimit' } });
  expect(rejectionOfCode(undefined, 'none')).toMatchObject({ status: 'failed', code: 'refusedByVendor', facts: {} });
  expect(explain({})).toBeUndefined();
  expect(explain({ meaning: 'toString' })).toBeUndefined();
});

test('a missing token stops the order for the provider, and a request without an answer is sent again', () => {
  expect(outcomeOfError(new AppUserTokenRequired(CALL))).toMatchObject({
    status: 'stuck',
    code: 'needsProvider',
    facts: { meaning: 'tokenKind' },
  });
  expect(brief(new PartnerCenterUnreachable(CALL, 'timeOut'))).toBe('again');
  expect(() => outcomeOfError(new TypeError('ours'))).toThrow(TypeError);
});
