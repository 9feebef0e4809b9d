import type { TFunction } from 'i18next';
import type { MailContent } from '#platform/mail.server.ts';
import { paths } from '#ui/paths.ts';

/** Goes to the old and to the new address: who did not expect the change must learn of it. */
export function loginChangedMail(
  t: TFunction,
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
          { label: t('signIn.loginChangedMail.loginBefore'), value: before.login ?? '' },
          { label: t('signIn.loginChangedMail.loginAfter'), value: after.login ?? '' },
        ]),
    ...(before.email === after.email
      ? []
      : [
          { label: t('signIn.loginChangedMail.emailBefore'), value: before.email },
          { label: t('signIn.loginChangedMail.emailAfter'), value: after.email },
        ]),
  ];
  return {
    kind: 'signIn.loginChanged',
    subject: t('signIn.loginChangedMail.subject', { brandName: facts.brandName }),
    lead: t('signIn.loginChangedMail.lead', { firstName: after.firstName, accountName }),
    paragraphs: [t('signIn.loginChangedMail.sessions'), t('signIn.loginChangedMail.unexpected')],
    button: { label: t('signIn.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: changes,
    why: t('signIn.loginChangedMail.why', { accountName }),
  };
}
