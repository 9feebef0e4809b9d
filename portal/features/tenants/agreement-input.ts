import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DateText } from '#platform/wire.ts';

const Name = z.string().trim().min(1).max(100);

/** Empty fields of a form are absent. */
export const emptyIsAbsent = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);

export const Phone = z
  .string()
  .trim()
  .min(1)
  .regex(/^\+?[0-9 ().-]{6,20}$/, 'input.notPhone');

/** A person's acceptance of the Microsoft Customer Agreement for the company. */
export const AgreementInput = z.object({
  firstName: Name,
  lastName: Name,
  email: z.email(),
  phone: z.preprocess(emptyIsAbsent, Phone.optional()),
  acceptedOn: DateText,
  templateId: z.string().min(1).max(100),
  /** The box that says so was ticked. */
  isAccepted: z.preprocess(
    (value) => value === true || value === 'on' || value === 'true',
    z.boolean().refine((isAccepted) => isAccepted, { message: 'input.agreementNotAccepted' }),
  ),
});

/**
 * The day is one of the account's time zone.
 *
 * @throws Refusal `input.invalid`
 * @source Partner Center, "Confirm customer acceptance of Microsoft Customer Agreement": no date in the future
 */
export async function refuseFutureAcceptance(
  { tx, accountId, clock }: OperationContext,
  acceptedOn: string,
): Promise<void> {
  const [row] = await tx.select({ timeZone: account.timeZone }).from(account).where(eq(account.id, accountId));
  const today = clock
    .now()
    .toZonedDateTimeISO(row?.timeZone ?? 'UTC')
    .toPlainDate();
  if (Temporal.PlainDate.compare(acceptedOn, today) > 0) {
    throw new Refusal('input.invalid', {}, [{ path: 'agreement.acceptedOn', code: 'input.futureDate' }]);
  }
}
