import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { invoicingDetails } from '../../tables.ts';
import { readInvoicingDetails } from '../legal-data.ts';
import { checkRecipient } from './check-recipient.ts';
import { CertifiedEmail, RecipientCode } from './details-schema.ts';

export const updateInvoicingDetails = operation({
  name: 'billing.updateInvoicingDetails',
  description: 'Sets where the electronic invoices of the account are delivered. Invoices already written stay.',
  kind: 'write',
  permission: 'billing.manage',
  input: z.object({ recipientCode: RecipientCode, certifiedEmail: CertifiedEmail }),
  output: z.object({}),
  refusals: ['input.notRecipientCode', 'input.notPublicCode', 'input.notPrivateCode'],
  async run({ tx, clock, audit, accountId }, { recipientCode, certifiedEmail }) {
    const { isPublicBody } = await readInvoicingDetails(tx, accountId);
    checkRecipient({ recipientCode, isPublicBody });
    const updatedAt = clock.now();
    await tx
      .insert(invoicingDetails)
      .values({ accountId, recipientCode, certifiedEmail, updatedAt })
      .onConflictDoUpdate({
        target: invoicingDetails.accountId,
        set: { recipientCode, certifiedEmail, updatedAt },
      });
    await audit.record('billing.invoicingDetailsUpdated', {});
    return {};
  },
});
