import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { RECOVERY_LINK_LIFETIME } from '../rules.ts';

export function recoveryMail(
  t: Translate,
  facts: { reader: { firstName: string; login: string | null }; token: string; brandName: string; publicUrl: string },
): MailContent {
  const { reader, brandName } = facts;
  const login = reader.login ?? '';
  return {
    kind: 'signIn.recovery',
    subject: t('signIn.recoveryMail.subject', { brandName }),
    lead: t('signIn.recoveryMail.lead', { firstName: reader.firstName }),
    paragraphs: [t('signIn.recoveryMail.lifetime', { minutes: RECOVERY_LINK_LIFETIME.total('minutes') })],
    button: {
      label: t('signIn.recoveryMail.button'),
      url: `${facts.publicUrl}${paths.activate(facts.token)}`,
      isPersonal: true,
    },
    details: [{ label: t('signIn.login'), value: login }],
    why: t('signIn.recoveryMail.why', { login }),
  };
}
