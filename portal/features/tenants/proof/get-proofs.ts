import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { getOpenClaim } from './claims.ts';
import {
  MAIL_CODE_ATTEMPTS_MAX,
  MAIL_CODE_LIFETIME,
  RECORD_LIFETIME,
  recordNameOf,
  recordValueOf,
} from './proof-rules.ts';

export const getProofs = operation({
  name: 'tenants.getProofs',
  description: 'Returns how a claimed Microsoft account (tenant) can be proven, beside the invitation.',
  kind: 'read',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({
    record: z
      .object({
        name: z.string().describe('Name of the TXT record, with `DOMAIN` in the place of the company’s domain.'),
        value: z.string().describe('Value of the TXT record.'),
        expiresAt: InstantText.describe('Until when the record is a proof.'),
      })
      .describe('The TXT record in a verified domain of the tenant.'),
    mail: z
      .object({
        requestedAt: InstantText.describe('When the mail was requested.'),
        expiresAt: InstantText.describe('When its code ends.'),
        attemptsLeft: z.number().int().describe('Codes that may still be typed.'),
      })
      .nullable()
      .describe('The mail to the administrator of the tenant; null before it was requested.'),
  }),
  refusals: ['tenants.notFound', 'tenants.notClaimed'],
  async run(context, { tenantId }) {
    const { claim } = await getOpenClaim(context, tenantId);
    const { mailRequestedAt } = claim;
    return {
      record: {
        name: recordNameOf('DOMAIN'),
        value: recordValueOf(claim.recordToken),
        expiresAt: claim.requestedAt.add(RECORD_LIFETIME).toString(),
      },
      mail: mailRequestedAt && {
        requestedAt: mailRequestedAt.toString(),
        expiresAt: mailRequestedAt.add(MAIL_CODE_LIFETIME).toString(),
        attemptsLeft: Math.max(0, MAIL_CODE_ATTEMPTS_MAX - claim.mailCodeAttemptCount),
      },
    };
  },
});
