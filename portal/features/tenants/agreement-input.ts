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

export const AgreementInput = z
  .object({
    firstName: Name.describe('First name of the person who accepted.'),
    lastName: Name.describe('Last name of the person who accepted.'),
    email: z.email().describe('E-mail address of the person; Microsoft may write to it.'),
    phone: z
      .preprocess(emptyIsAbsent, Phone.optional())
      .describe('Phone number of the person, 6 to 20 digits and signs; may be left out.'),
    acceptedOn: DateText.describe('Day of the acceptance in the time zone of the account; not in the future.'),
    templateId: z.string().min(1).max(100).describe('Microsoft’s id of the text, from `tenants.getAgreement`.'),
    isAccepted: z
      .preprocess(
        (value) => value === true || value === 'on' || value === 'true',
        z.boolean().refine((isAccepted) => isAccepted, { message: 'input.agreementNotAccepted' }),
      )
      .describe('Must be true: the person has accepted the agreement for the company.'),
  })
  .describe('A person’s acceptance of the Microsoft Customer Agreement for the company.');

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
