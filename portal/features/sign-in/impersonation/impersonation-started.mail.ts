import type { PersonRow } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import { formatInstant } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { ImpersonationRow } from './impersonation-row.ts';

/** To a person in whose place somebody has begun to use the portal. */
export function impersonationStartedMail(
  t: Translate,
  facts: {
    target: PersonRow;
    requested: ImpersonationRow;
    endsAt: Temporal.Instant;
    accountName: string;
    timeZone: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { target, requested, accountName, brandName } = facts;
  const { impersonatorName, mayWrite, byProvider, reason } = requested;
  const until = formatInstant(facts.endsAt.toString(), facts.timeZone, target.locale);
  return {
    kind: 'signIn.impersonated',
    subject: t('signIn.impersonatedMail.subject', { brandName, impersonatorName }),
    lead: t(byProvider ? 'signIn.impersonatedMail.leadProvider' : 'signIn.impersonatedMail.lead', {
      firstName: target.firstName,
      impersonatorName,
      accountName,
    }),
    paragraphs: [
      t(mayWrite ? 'signIn.impersonatedMail.mayWrite' : 'signIn.impersonatedMail.readOnly'),
      t('signIn.impersonatedMail.never'),
      t('signIn.impersonatedMail.unexpected'),
    ],
    button: { label: t('signIn.impersonatedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: [
      { label: t('signIn.impersonatedMail.who'), value: impersonatorName },
      { label: t('signIn.impersonatedMail.reason'), value: reason },
      { label: t('signIn.impersonatedMail.until'), value: until },
    ],
    why: t('signIn.impersonatedMail.why', { accountName }),
  };
}
