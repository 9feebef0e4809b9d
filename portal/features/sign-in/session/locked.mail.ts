import { displayName, type PersonRow } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatInstant, formatUntilInstant } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { signInLock } from '../tables.ts';

type LockFacts = Readonly<{
  owner: PersonRow;
  lock: typeof signInLock.$inferSelect;
  accountName: string;
  /** True: devices are known on which the person can sign in meanwhile. */
  hasDevices: boolean;
  timeZone: string;
  locale: Locale;
  brandName: string;
  publicUrl: string;
}>;

/** To the person whose password was guessed: what is locked, what goes on working, what to do. */
export function lockedMail(t: Translate, facts: LockFacts): MailContent {
  const { owner, brandName, publicUrl } = facts;
  return {
    kind: 'signIn.locked',
    subject: t('signIn.lockedMail.subject', { brandName }),
    lead: t('signIn.lockedMail.lead', { firstName: owner.firstName }),
    paragraphs: [
      scopeOf(t, facts),
      stillPossible(t, facts),
      t('signIn.lockedMail.ifOwn'),
      t('signIn.lockedMail.ifNot'),
    ],
    button: { label: t('signIn.lockedMail.button'), url: `${publicUrl}${paths.recoverPassword()}` },
    details: detailsOf(t, facts),
    why: t('signIn.lockedMail.why', { login: owner.login ?? '' }),
  };
}

/** To a colleague who can end the lock. */
export function colleagueLockedMail(t: Translate, facts: LockFacts & { reader: PersonRow }): MailContent {
  const { owner, reader, brandName, publicUrl, accountName } = facts;
  const name = displayName(owner);
  return {
    kind: 'signIn.colleagueLocked',
    subject: t('signIn.colleagueLockedMail.subject', { brandName, name }),
    lead: t('signIn.colleagueLockedMail.lead', { firstName: reader.firstName, name }),
    paragraphs: [scopeOf(t, facts), t('signIn.colleagueLockedMail.unlock', { name })],
    button: { label: t('signIn.colleagueLockedMail.button'), url: `${publicUrl}${paths.user(owner.id)}` },
    details: detailsOf(t, facts),
    why: t('signIn.colleagueLockedMail.why', { accountName }),
  };
}

function scopeOf(t: Translate, { lock, timeZone, locale }: LockFacts): string {
  const until = formatUntilInstant(lock.lockedUntil.toString(), timeZone, locale);
  return lock.network === null
    ? t('signIn.lockedMail.everywhere', { until })
    : t('signIn.lockedMail.network', { until, address: lock.ipAddress ?? '' });
}

function detailsOf(t: Translate, { owner, lock, timeZone, locale }: LockFacts) {
  return [
    { label: t('signIn.login'), value: owner.login ?? '' },
    { label: t('signIn.lockedMail.lockedAt'), value: formatInstant(lock.lockedAt.toString(), timeZone, locale) },
    { label: t('signIn.lockedMail.address'), value: lock.ipAddress ?? '' },
  ];
}

/** Where the person can sign in while the lock lasts. */
function stillPossible(t: Translate, { lock, hasDevices }: LockFacts): string {
  if (lock.network !== null)
    return hasDevices ? t('signIn.lockedMail.othersAndDevices') : t('signIn.lockedMail.others');
  return hasDevices ? t('signIn.lockedMail.devices') : t('signIn.lockedMail.nowhere');
}
