import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** The notice to a person that an administrator has set their password. */
export function passwordSetMail(
  t: Translate,
  facts: { reader: { firstName: string }; accountName: string; brandName: string; publicUrl: string },
): MailContent {
  const { reader, accountName, brandName } = facts;
  return {
    kind: 'users.passwordSet',
    subject: t('users.passwordSetMail.subject', { brandName }),
    lead: t('users.passwordSetMail.lead', { firstName: reader.firstName, accountName }),
    paragraphs: [t('users.passwordSetMail.ended'), t('users.loginChangedMail.unexpected')],
    button: { label: t('users.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    why: t('users.roleChangedMail.why', { accountName }),
  };
}
