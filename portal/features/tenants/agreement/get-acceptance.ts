import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { getTenantRow } from '../get-tenant.ts';
import type { AgreementRequestRow } from '../tables.ts';
import { findCurrentRequest } from './current-request.ts';
import { isLinkOver, isOpenRequest, type Signatory } from './rules.ts';
import { SignatoryOutput, signatoryOutput } from './signatory-output.ts';

/** How the acceptance of the agreement stands, as pages show it. */
export const AcceptanceOutput = z.object({
  tenantId: z.string().describe('Id of the Microsoft account in the portal.'),
  domain: z.string().describe('Domain at Microsoft.'),
  status: z
    .enum([
      'accepted',
      'notAsked',
      'signatoryMissing',
      'preparing',
      'pending',
      'unverified',
      'declined',
      'expired',
      'refused',
    ])
    .describe(
      '`accepted`: no order waits. `notAsked`: the first order asks the signatory. `signatoryMissing`: nobody was ' +
        'named. `preparing`: the link is being made. `pending`: the signatory has the link. `unverified`: Microsoft has ' +
        'not verified the signatory. `declined`, `expired`: a new link is needed. `refused`: Microsoft does not take ' +
        'the signatory’s data.',
    ),
  isRenewal: z.boolean().describe('Microsoft has refused an order because an earlier acceptance is no longer valid.'),
  signatory: SignatoryOutput.nullable().describe('Who was asked, or will be; null: nobody was named.'),
  link: z
    .url()
    .nullable()
    .describe('Address where the signatory, and nobody else, can accept; null when there is none.'),
  linkExpiresAt: InstantText.nullable().describe('End of the link; null where there is none.'),
  sentAt: InstantText.nullable().describe('When the link was last sent to the signatory.'),
  acceptedAt: InstantText.nullable().describe('When the signatory accepted, where known.'),
});
export type AcceptanceOutput = z.infer<typeof AcceptanceOutput>;

export const getAcceptance = operation({
  name: 'tenants.getAcceptance',
  description: 'Reads how the acceptance of the Microsoft Customer Agreement stands for a Microsoft account.',
  kind: 'read',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: AcceptanceOutput,
  refusals: ['tenants.notFound'],
  async run({ tx, clock, services }, { tenantId }): Promise<AcceptanceOutput> {
    const row = await getTenantRow(tx, tenantId);
    const request = await findCurrentRequest(tx, tenantId);
    const signatory = request?.signatory ?? row.signatory;
    const isConfirmed = row.agreementConfirmedAt !== null;
    const isOver = request !== undefined && isLinkOver(request, clock.now());
    const isUsable = !isConfirmed && request !== undefined && isOpenRequest(request) && !isOver;
    return {
      tenantId,
      domain: row.domain,
      status: isConfirmed ? 'accepted' : isOver ? 'expired' : statusOf(request, signatory),
      isRenewal: row.agreementRefusedAt !== null && !isConfirmed,
      signatory: signatory && signatoryOutput(signatory),
      link:
        isUsable && request.attestationId !== null
          ? services.microsoft.client.attestations.acceptanceLink(request.attestationId)
          : null,
      linkExpiresAt: request?.linkExpiresAt?.toString() ?? null,
      sentAt: request?.sentAt?.toString() ?? null,
      acceptedAt: (request?.acceptedAt ?? row.agreementConfirmedAt)?.toString() ?? null,
    };
  },
});

function statusOf(request: AgreementRequestRow | undefined, signatory: Signatory | null): AcceptanceOutput['status'] {
  if (request === undefined) return signatory === null ? 'signatoryMissing' : 'notAsked';
  // A withdrawn request is never the current one.
  return request.status === 'new' || request.status === 'withdrawn' ? 'preparing' : request.status;
}
