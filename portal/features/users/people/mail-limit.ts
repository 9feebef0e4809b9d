import { and, count, eq, gt } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';

const MAILS_PER_HOUR = 5;
const HOUR = Temporal.Duration.from({ hours: 1 });

/**
 * Nobody's mailbox is flooded with invitations and links, whoever asks for them.
 *
 * @throws Refusal `users.tooManyMails`
 */
export async function refuseMailFlood({ tx, clock }: OperationContext, address: string): Promise<void> {
  const [sent] = await tx
    .select({ count: count() })
    .from(mail)
    .where(
      and(eq(mail.recipient, address), eq(mail.hasPersonalLink, true), gt(mail.createdAt, clock.now().subtract(HOUR))),
    );
  if ((sent?.count ?? 0) >= MAILS_PER_HOUR) throw new Refusal('users.tooManyMails', { maximum: MAILS_PER_HOUR });
}
