import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { sellerDetails } from '../../tables.ts';
import { SellerInput } from './details-schema.ts';

export const updateSellerDetails = operation({
  name: 'billing.updateSellerDetails',
  description:
    "Sets what the provider's invoices say of it. The first call also says from which month on the portal writes " +
    'invoices; statements of earlier months get none. Invoices already written stay.',
  kind: 'write',
  permission: 'provider.administer',
  scope: 'provider',
  input: SellerInput.extend({
    firstMonth: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { message: 'input.invalidValue' })
      .optional()
      .describe('Month from which on the portal writes invoices, `2026-12`; the present one when left out. Set once.'),
  }),
  output: z.object({}),
  refusals: ['input.registerIncomplete'],
  async run({ tx, clock, audit, accountId }, { firstMonth, shareCapital, ...details }) {
    if ((details.registerOffice === null) !== (details.registerNumber === null)) {
      const path = details.registerOffice === null ? 'registerOffice' : 'registerNumber';
      throw new Refusal('input.invalid', {}, [{ path, code: 'input.registerIncomplete' }]);
    }
    const [provider] = await tx.select({ timeZone: account.timeZone }).from(account).where(eq(account.id, accountId));
    assert(provider !== undefined, 'the provider is there');
    const now = clock.now();
    const present = now.toZonedDateTimeISO(provider.timeZone).toPlainDate().with({ day: 1 });
    const stored = {
      ...details,
      shareCapital: shareCapital === null ? null : new Decimal(shareCapital),
      updatedAt: now,
    };
    await tx
      .insert(sellerDetails)
      .values({
        accountId,
        firstMonth: firstMonth === undefined ? present : Temporal.PlainDate.from(`${firstMonth}-01`),
        ...stored,
      })
      .onConflictDoUpdate({ target: sellerDetails.accountId, set: stored });
    await audit.record('billing.sellerDetailsUpdated', { series: details.series });
    return {};
  },
});
