import type { VendorFailure } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

/** Somebody who was disabled can still sign in at Microsoft, or who was enabled cannot: why, and the next step. */
export function signInNotBlockedMail(
  t: Translate,
  facts: Readonly<{ person: string; code: VendorFailure; isWanted: boolean; url: string }>,
): MailContent {
  const { person, code, isWanted, url } = facts;
  const of = isWanted ? 'licences.releaseFailedMail' : 'licences.blockFailedMail';
  return {
    kind: isWanted ? 'licences.releaseFailed' : 'licences.blockFailed',
    subject: t(`${of}.subject`, { person }),
    lead: t(`${of}.lead`, { person }),
    paragraphs: [t(`licences.failure.${code}.customer`)],
    button: { label: t('licences.blockFailedMail.button'), url },
    why: t('licences.blockFailedMail.why'),
  };
}
