import { createHash } from 'node:crypto';
import { isAPIError } from 'better-auth/api';
import { and, eq, lt } from 'drizzle-orm';
import type { PersonRow } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { twoFactor, usedAppCode } from '../tables.ts';
import { findTwoFactor, viewCodes } from './factors.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';
import { isAppCode, normalizeCode, USED_CODE_LIFETIME } from './second-factor-rules.ts';

/** The answer to a code. `ended`: the pending sign-in is over, or five codes were wrong in it. */
export type CodeAnswer =
  | Readonly<{ status: 'right'; cookies: readonly string[] }>
  | Readonly<{ status: 'wrong' | 'used' | 'ended' }>;

/**
 * Checks a code of a person, of the app or for recovery, and uses it up. The caller holds the person's row, so that a
 * code that is sent twice at once counts once.
 *
 * @param given.headers  with the cookie of a pending sign-in, whose session it then opens, or with that of a session
 */
export async function acceptCode(
  context: OperationContext,
  given: { owner: PersonRow; code: string; headers: Headers },
): Promise<CodeAnswer> {
  const code = normalizeCode(given.code);
  return isAppCode(code) ? acceptAppCode(context, { ...given, code }) : acceptRecoveryCode(context, { ...given, code });
}

type GivenCode = Readonly<{ owner: PersonRow; code: string; headers: Headers }>;

/** @source RFC 6238, 5.2: the verifier must not accept the second attempt of a one-time password */
async function acceptAppCode(context: OperationContext, { owner, code, headers }: GivenCode): Promise<CodeAnswer> {
  const { tx, services } = context;
  if ((await findTwoFactor(tx, owner.id))?.verified !== true) return { status: 'wrong' };
  if (await isUsed(context, owner, code)) return { status: 'used' };
  const { betterAuth, within } = services.auth;
  const answer = await answerOf(() =>
    within(tx, () => betterAuth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })),
  );
  if (answer.status === 'right') await markUsed(context, owner, code);
  return answer;
}

async function acceptRecoveryCode(context: OperationContext, { owner, code, headers }: GivenCode): Promise<CodeAnswer> {
  const { tx, audit, services } = context;
  if ((await findTwoFactor(tx, owner.id))?.codesCreatedAt == null) return { status: 'wrong' };
  const { betterAuth, within } = services.auth;
  const answer = await answerOf(() =>
    within(tx, () => betterAuth.api.verifyBackupCode({ body: { code }, headers, returnHeaders: true })),
  );
  if (answer.status !== 'right') return answer;
  const codesLeft = (await viewCodes(context, owner.id)).length;
  await audit.record('signIn.recoveryCodeUsed', { personId: owner.id, codesLeft }, owner.accountId);
  await sendFactorMail(context, owner, { kind: 'codeUsed', codesLeft });
  return answer;
}

/** A code that an app shows is right for a minute and a half; it is noted as used for as long. */
async function isUsed({ tx, services }: OperationContext, owner: PersonRow, code: string): Promise<boolean> {
  const own = eq(usedAppCode.personId, owner.id);
  const outdated = services.machineClock.now().subtract(USED_CODE_LIFETIME);
  await tx.delete(usedAppCode).where(and(own, lt(usedAppCode.usedAt, outdated)));
  const rows = await tx
    .select({ id: usedAppCode.id })
    .from(usedAppCode)
    .where(and(own, eq(usedAppCode.codeHash, hashOf(owner, code))));
  return rows.length > 0;
}

/** Notes a code that was right. */
export async function markUsed({ tx, services }: OperationContext, owner: PersonRow, code: string): Promise<void> {
  const usedAt = services.machineClock.now();
  await tx
    .insert(usedAppCode)
    .values({ personId: owner.id, codeHash: hashOf(owner, code), usedAt })
    .onConflictDoNothing();
  await tx.update(twoFactor).set({ appUsedAt: usedAt }).where(eq(twoFactor.personId, owner.id));
}

function hashOf({ id }: PersonRow, code: string): string {
  return createHash('sha256').update(`${id} ${code}`).digest('base64url');
}

/** @source Better Auth, plugin for the second factor: its error codes */
const WRONG: readonly string[] = [
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'TOTP_NOT_ENABLED',
  'BACKUP_CODES_NOT_ENABLED',
];
const ENDED: readonly string[] = ['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'];

/** Calls Better Auth with a code, and reads its answer. */
export async function answerOf(call: () => Promise<{ headers: Headers }>): Promise<CodeAnswer> {
  try {
    return { status: 'right', cookies: (await call()).headers.getSetCookie() };
  } catch (error) {
    const code = isAPIError(error) ? String(error.body?.code) : '';
    if (WRONG.includes(code)) return { status: 'wrong' };
    if (ENDED.includes(code)) return { status: 'ended' };
    throw error;
  }
}
