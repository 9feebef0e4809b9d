import type { NotificationTopic } from '#features/users/users.ts';
import type { MessageKey } from '#ui/i18n.ts';

type KindOf<Key> = Key extends `notifications.kind.${infer Kind}.title` ? Kind : never;

/** The kinds of notification: those whose title is among the messages, as `notifications.kind.<kind>.title`. */
export type NotificationKind = KindOf<MessageKey>;

/** What each kind is about. A kind that is missing here does not compile. */
const TOPIC_OF: Readonly<Record<NotificationKind, NotificationTopic | 'security'>> = {
  'orders.awaitingApproval': 'orders',
  'orders.done.cancel': 'orders',
  'orders.done.purchase': 'orders',
  'orders.done.renewal': 'orders',
  'orders.done.seats': 'orders',
  'orders.done.upgrade': 'orders',
  'orders.failed': 'orders',
  'orders.partlyDone': 'orders',
  'orders.received': 'orders',
  'orders.stuck': 'orders',
  'tenants.claimEnded': 'orders',
  'tenants.declined': 'orders',
  'tenants.expired': 'orders',
  'tenants.linked': 'orders',
  'tenants.refused': 'orders',
  'tenants.renewal': 'orders',
  connectionEnds: 'orders',
  connectionFailed: 'orders',
  renewalDrifted: 'renewals',
  renewalPriceChanges: 'renewals',
  subscriptionEnded: 'renewals',
  subscriptionExtended: 'renewals',
  subscriptionRenewed: 'renewals',
  termEnds: 'renewals',
  termsEnd: 'renewals',
  creditEnds: 'money',
  creditNoteIssued: 'money',
  invoiceIssued: 'money',
  invoicesDue: 'money',
  invoicesOverdue: 'money',
  purchaseOrderNear: 'money',
  purchaseOrderPassed: 'money',
  'licences.given': 'people',
  'licences.givenMany': 'people',
  'licences.licenceFailed': 'people',
  'licences.releaseFailed': 'people',
  'licences.taken': 'people',
  'licences.userFailed': 'people',
  'licences.blockFailed': 'security',
};

/** How a person wants to be notified. */
type Choices = Readonly<{
  notInBell: readonly NotificationTopic[];
  notByMail: readonly NotificationTopic[];
  getsDigest: boolean;
}>;

/** Where an event of a kind reaches a person. What concerns security arrives at once, whatever is chosen. */
export function channelsOf(kind: NotificationKind, { notInBell, notByMail, getsDigest }: Choices) {
  const topic = TOPIC_OF[kind];
  if (topic === 'security') return { isInBell: true, mail: 'atOnce' } as const;
  const mail = notByMail.includes(topic) ? 'none' : getsDigest ? 'inDigest' : 'atOnce';
  return { isInBell: !notInBell.includes(topic), mail } as const;
}

/** The time of day at which digests are sent, in the time zone of the account. */
const DIGEST_TIME = Temporal.PlainTime.from('08:00');

/** The first time after `now` at which a digest is sent. */
export function nextDigestAt(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  const local = now.toZonedDateTimeISO(timeZone);
  const today = local.withPlainTime(DIGEST_TIME);
  return (Temporal.ZonedDateTime.compare(today, local) > 0 ? today : today.add({ days: 1 })).toInstant();
}
