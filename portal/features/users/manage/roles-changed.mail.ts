import type { MailContent } from '#platform/mail.server.ts';
import type { PersonRole } from '#platform/permissions.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { rolesText } from '../pages/roles-text.ts';

/** The notice to a person that their rights have changed. */
export function rolesChangedMail(
  t: Translate,
  facts: {
    reader: { firstName: string };
    before: readonly PersonRole[];
    after: readonly PersonRole[];
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, accountName, brandName } = facts;
  return {
    kind: 'users.rolesChanged',
    subject: t('users.roleChangedMail.subject', { brandName }),
    lead: t('users.roleChangedMail.lead', { firstName: reader.firstName, accountName }),
    paragraphs: [t('users.roleChangedMail.ended'), t('users.loginChangedMail.unexpected')],
    button: { label: t('users.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: [
      { label: t('users.roleChangedMail.before'), value: rolesText(t, facts.before) },
      { label: t('users.roleChangedMail.after'), value: rolesText(t, facts.after) },
    ],
    why: t('users.roleChangedMail.why', { accountName }),
  };
}
