import type { TFunction } from 'i18next';
import type { MailContent } from '#platform/mail.server.ts';
import { paths } from '#ui/paths.ts';
import { ACTIVATION_LINK_LIFETIME } from './rules.ts';

export function activationMail(
  t: TFunction,
  facts: {
    reader: { firstName: string; login: string | null };
    accountName: string;
    token: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, accountName, brandName } = facts;
  return {
    kind: 'identity.activation',
    subject: t('identity.activationMail.subject', { brandName }),
    lead: t('identity.activationMail.lead', { firstName: reader.firstName, accountName, brandName }),
    paragraphs: [t('identity.activationMail.lifetime', { hours: ACTIVATION_LINK_LIFETIME.total('hours') })],
    button: { label: t('identity.activationMail.button'), url: `${facts.publicUrl}${paths.activate(facts.token)}` },
    details: [
      { label: t('identity.login'), value: reader.login ?? '' },
      { label: t('identity.activationMail.address'), value: facts.publicUrl },
    ],
    why: t('identity.activationMail.why', { accountName }),
  };
}
