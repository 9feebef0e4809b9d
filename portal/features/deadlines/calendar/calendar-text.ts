import type { Money } from '@licence-portal/nce';
import ical from 'ical-generator';
import type { Locale } from '#platform/wire.ts';
import { formatMoney } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import type { AccountDeadline } from '../read-deadlines.ts';

export type CalendarEntry = AccountDeadline & Readonly<{ cost: Money | undefined }>;

type Calendar = Readonly<{
  accountName: string;
  timeZone: string;
  locale: Locale;
  publicUrl: string;
  /** When it was made. */
  stamp: Temporal.Instant;
}>;

/** Programs read the calendar again after this time. */
const READ_AGAIN_SECONDS = 6 * 60 * 60;

/**
 * The deadlines of an account as iCalendar text (RFC 5545). One of a day is an entry of that day in the account's time
 * zone; one that ends within a day has its instant.
 */
export function calendarText(t: Translate, entries: readonly CalendarEntry[], calendar: Calendar): string {
  const { accountName, timeZone, stamp } = calendar;
  const written = ical({
    name: t('deadlines.calendar.name', { name: accountName }),
    prodId: { company: 'licence-portal', product: 'deadlines' },
    ttl: READ_AGAIN_SECONDS,
    x: { 'X-WR-TIMEZONE': timeZone },
  });
  for (const entry of entries) {
    const { kind, name, on, at, link } = entry;
    const seatCount = entry.seatCount ?? 0;
    const endsWithinDay = kind === 'windowCloses' || kind === 'seatsReturnable';
    const url = `${calendar.publicUrl}${link}`;
    written.createEvent({
      id: `${idOf(entry)}@licence-portal`,
      stamp,
      start: endsWithinDay ? at : on,
      allDay: !endsWithinDay,
      summary: t(`deadlines.title.${kind}`, { name, seatCount }),
      description: [t(`deadlines.calendar.${kind}`, { seatCount }), ...costLine(t, entry, calendar.locale), url].join(
        '\n',
      ),
      url,
    });
  }
  return written.toString();
}

/** The same in every answer, so that programs move an entry instead of adding one. */
function idOf({ kind, subscriptionId, name, on, at }: CalendarEntry): string {
  return [kind, subscriptionId ?? name, kind === 'seatsReturnable' ? at.epochMilliseconds : on].join('-');
}

function costLine(t: Translate, { kind, cost }: CalendarEntry, locale: Locale): string[] {
  if (cost === undefined) return [];
  const amount = formatMoney({ amount: cost.amount.toFixed(2), currency: cost.currency }, locale);
  return [t(kind === 'invoiceDue' ? 'deadlines.calendar.toPay' : 'deadlines.calendar.cost', { amount })];
}
