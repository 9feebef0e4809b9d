import type { MailContent } from '#platform/mail.server.ts';
import { formatDate } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import type { Signatory } from './rules.ts';

/** To the signatory, who need not be a user of the portal: the link to the agreement. */
export function acceptanceLinkMail(
  t: Translate,
  {
    signatory,
    companyName,
    brandName,
    link,
    expiresOn,
  }: { signatory: Signatory; companyName: string; brandName: string; link: string; expiresOn: string | null },
): MailContent {
  const facts = { name: `${signatory.firstName} ${signatory.lastName}`, companyName, brandName };
  return {
    kind: 'tenants.acceptanceLink',
    subject: t('tenants.acceptanceLinkMail.subject', facts),
    lead: t('tenants.acceptanceLinkMail.lead', facts),
    paragraphs: [
      t('tenants.acceptanceLinkMail.onlyYou', facts),
      ...(expiresOn === null
        ? []
        : [t('tenants.acceptanceLinkMail.until', { date: formatDate(expiresOn, signatory.locale) })]),
      t('tenants.acceptanceLinkMail.notYou', facts),
    ],
    button: { label: t('tenants.acceptanceLinkMail.open'), url: link },
    why: t('tenants.acceptanceLinkMail.why', facts),
  };
}
