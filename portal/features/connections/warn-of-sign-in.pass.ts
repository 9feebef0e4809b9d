import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { paths } from '#ui/paths.ts';
import { dueWarning, endOfSignIn } from './rules.ts';
import { signInWarningMail } from './sign-in-warning.mail.ts';
import { type VendorSignInRow, vendorEvent, vendorSignIn } from './tables.ts';
import type { VendorConnection } from './vendor-connection.ts';

/** A failure is reported when it has lasted so long: another process may just have signed in anew. */
const REPORTED_AFTER = Temporal.Duration.from({ minutes: 5 });
const EVENTS_KEPT = Temporal.Duration.from({ hours: 90 * 24 });

/**
 * Warns the provider's staff 30, 7 and 1 days before the sign-in at a vendor ends, and when it has stopped working; on
 * the machine's clock, which is that of the vendor's tokens. Old events are removed.
 */
export const warnOfSignIn: Pass = {
  name: 'connections.warnOfSignIn',
  everySeconds: 60,
  async run(pass) {
    const { machineClock, vendorConnections } = pass.services;
    const now = machineClock.now();
    await visitRows(pass, {
      list: (tx, { after, limit }) =>
        tx
          .select()
          .from(vendorSignIn)
          .where(rowsAfter([vendorSignIn.vendor], after))
          .orderBy(asc(vendorSignIn.vendor))
          .limit(limit),
      keyOf: ({ vendor }) => [vendor],
      async run(context, rows) {
        for (const row of rows) {
          const connection = vendorConnections[row.vendor];
          if (connection !== undefined) await warn(context, { vendor: row.vendor, connection, row, now });
        }
      },
    });
    const { receivedAt } = vendorEvent;
    await deleteRows(pass, receivedAt, () => lte(receivedAt, now.subtract(EVENTS_KEPT)));
  },
};

type SignIn = Readonly<{ vendor: string; connection: VendorConnection; row: VendorSignInRow; now: Temporal.Instant }>;

async function warn(context: OperationContext, signIn: SignIn): Promise<void> {
  const { vendor, connection, row, now } = signIn;
  const ofVendor = eq(vendorSignIn.vendor, vendor);
  const endsAt = endOfSignIn(row, connection.tokenIdleDays);
  const hasEnded = Temporal.Instant.compare(endsAt, now) <= 0;
  if (row.failedAt !== null || hasEnded) {
    const failedAt = row.failedAt ?? endsAt;
    const isDue = Temporal.Instant.compare(failedAt.add(REPORTED_AFTER), now) <= 0;
    if (row.failureReportedAt !== null || !isDue) return;
    await context.tx.update(vendorSignIn).set({ failureReportedAt: now }).where(ofVendor);
    return notifyStaff(context, signIn, 'connectionFailed', failedAt);
  }
  const warnedDays = dueWarning(endsAt, now, row.warnedDays);
  if (warnedDays === undefined) return;
  await context.tx.update(vendorSignIn).set({ warnedDays }).where(ofVendor);
  return notifyStaff(context, signIn, 'connectionEnds', endsAt);
}

async function notifyStaff(
  context: OperationContext,
  { vendor, connection, row }: SignIn,
  kind: 'connectionFailed' | 'connectionEnds',
  at: Temporal.Instant,
): Promise<void> {
  const { serviceName, explain } = connection;
  const link = paths.providerConnection(vendor);
  for (const { accountId, accountName, timeZone, personId } of await listStaff(context.tx)) {
    await notify(context, {
      accountId,
      to: personId,
      kind,
      facts: { serviceName },
      link,
      mail: (t, { locale }) =>
        signInWarningMail(t, {
          kind,
          serviceName,
          accountName,
          at: at.toString(),
          reason: (row.failure === null ? undefined : explain(row.failure)?.[locale]) ?? null,
          code: row.failureCode,
          url: `${context.services.publicUrl}${link}`,
          timeZone,
          locale,
        }),
    });
  }
}

type Staff = { accountId: AccountId; accountName: string; timeZone: string; personId: PersonId };

/** The provider's people who may sign in. */
function listStaff(tx: Tx): Promise<Staff[]> {
  return tx
    .select({ accountId: account.id, accountName: account.name, timeZone: account.timeZone, personId: person.id })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(and(eq(account.kind, 'provider'), isNull(person.removedAt), isNull(person.disabledAt)));
}
