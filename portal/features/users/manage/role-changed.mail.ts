import type { MailContent } from '#platform/mail.server.ts';
import type { PersonRole } from '#platform/permissions.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** The notice to a person that their rights have changed. */
export function roleChangedMail(
  t: Translate,
  facts: {
    reader: { firstName: string };
    before: PersonRole;
    after: PersonRole;
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, accountName, brandName } = facts;
  return {
    kind: 'users.roleChanged',
    subject: t('users.roleChangedMail.subject', { brandName }),
    lead: t('users.roleChangedMail.lead', { firstName: reader.firstName, accountName }),
    paragraphs: [t('users.roleChangedMail.ended'), t('users.loginChangedMail.unexpected')],
    button: { label: t('users.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: [
      { label: t('users.roleChangedMail.before'), value: t(`users.role.${facts.before}`) },
      { label: t('users.roleChangedMail.after'), value: t(`users.role.${facts.after}`) },
    ],
    why: t('users.roleChangedMail.why', { accountName }),
  };
}
