import type { TFunction } from 'i18next';
import type { MailContent } from '#platform/mail.server.ts';
import { paths } from '#ui/paths.ts';
import { RECOVERY_LINK_LIFETIME } from './rules.ts';

export function recoveryMail(
  t: TFunction,
  facts: { reader: { firstName: string; login: string | null }; token: string; brandName: string; publicUrl: string },
): MailContent {
  const { reader, brandName } = facts;
  const login = reader.login ?? '';
  return {
    kind: 'identity.recovery',
    subject: t('identity.recoveryMail.subject', { brandName }),
    lead: t('identity.recoveryMail.lead', { firstName: reader.firstName }),
    paragraphs: [t('identity.recoveryMail.lifetime', { minutes: RECOVERY_LINK_LIFETIME.total('minutes') })],
    button: { label: t('identity.recoveryMail.button'), url: `${facts.publicUrl}${paths.activate(facts.token)}` },
    details: [{ label: t('identity.login'), value: login }],
    why: t('identity.recoveryMail.why', { login }),
  };
}
