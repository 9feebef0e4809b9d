import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/**
 * The notice of changed sign-in details. It goes to the old and to the new address, so that a wrong change is noticed.
 */
export function loginChangedMail(
  t: Translate,
  facts: {
    before: { login: string | null; email: string };
    after: { login: string | null; email: string; firstName: string };
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { before, after, accountName } = facts;
  const changes = [
    ...(before.login === after.login
      ? []
      : [
          { label: t('users.loginChangedMail.loginBefore'), value: before.login ?? '' },
          { label: t('users.loginChangedMail.loginAfter'), value: after.login ?? '' },
        ]),
    ...(before.email === after.email
      ? []
      : [
          { label: t('users.loginChangedMail.emailBefore'), value: before.email },
          { label: t('users.loginChangedMail.emailAfter'), value: after.email },
        ]),
  ];
  return {
    kind: 'users.loginChanged',
    subject: t('users.loginChangedMail.subject', { brandName: facts.brandName }),
    lead: t('users.loginChangedMail.lead', { firstName: after.firstName, accountName }),
    paragraphs: [t('users.loginChangedMail.sessions'), t('users.loginChangedMail.unexpected')],
    button: { label: t('users.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: changes,
    why: t('users.loginChangedMail.why', { accountName }),
  };
}
