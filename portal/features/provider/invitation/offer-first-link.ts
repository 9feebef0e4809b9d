import { systemActor } from '#platform/actor.ts';
import { type AppContext, inContext } from '#platform/operation.server.ts';
import { addInvitation, endFirstInvitations, findFirstInvitation, type InvitationLink } from './invitation-links.ts';
import { hasStaff, openProviderAccount } from './provider-account.ts';

export type FirstLink =
  | Readonly<{ status: 'offered'; link: InvitationLink }>
  /** Another process that started at the same time has printed the link. */
  | Readonly<{ status: 'offeredElsewhere'; expiresAt: Temporal.Instant }>
  /** Somebody of the staff can sign in. */
  | Readonly<{ status: 'notNeeded' }>;

/**
 * Offers the link with which the first person of the provider's staff makes the own access, as long as there is nobody.
 * A start ends the links of earlier starts. Of processes that start together one offers the link: the others find one
 * that is younger than they are.
 *
 * @param startedAt  time at which this process began
 */
export function offerFirstLink(app: AppContext, startedAt: Temporal.Instant): Promise<FirstLink> {
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  return inContext(app, { kind: 'system' }, caller, app.log, async (context) => {
    const { tx, clock, audit, services } = context;
    const accountId = await openProviderAccount(context);
    if (await hasStaff(tx, accountId)) return { status: 'notNeeded' };
    const now = clock.now();
    const open = await findFirstInvitation(tx, now);
    if (open !== undefined && Temporal.Instant.compare(open.createdAt, startedAt) >= 0)
      return { status: 'offeredElsewhere', expiresAt: open.expiresAt };
    await endFirstInvitations(tx, now);
    const first = { isFirst: true, role: 'provider', email: null, firstName: null, lastName: null } as const;
    const link = await addInvitation(tx, first, { now, publicUrl: services.publicUrl });
    await audit.record('provider.firstLinkOffered', { expiresAt: link.expiresAt.toString() }, accountId);
    return { status: 'offered', link };
  });
}
