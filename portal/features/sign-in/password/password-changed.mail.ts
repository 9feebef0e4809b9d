import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** The notice that a password was replaced, so that a change by somebody else is noticed. */
export function passwordChangedMail(
  t: Translate,
  facts: { reader: { firstName: string; login: string | null }; brandName: string; publicUrl: string },
): MailContent {
  const { reader, brandName } = facts;
  const login = reader.login ?? '';
  return {
    kind: 'signIn.passwordChanged',
    subject: t('signIn.passwordChangedMail.subject', { brandName }),
    lead: t('signIn.passwordChangedMail.lead', { firstName: reader.firstName }),
    paragraphs: [t('signIn.passwordChangedMail.ended'), t('signIn.passwordChangedMail.unexpected')],
    button: { label: t('signIn.signIn.submit'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: [{ label: t('signIn.login'), value: login }],
    why: t('signIn.passwordChangedMail.why', { login }),
  };
}
