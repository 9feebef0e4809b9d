import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { ACTIVATION_LINK_LIFETIME } from '../rules.ts';

export function activationMail(
  t: Translate,
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
    kind: 'signIn.activation',
    subject: t('signIn.activationMail.subject', { brandName }),
    lead: t('signIn.activationMail.lead', { firstName: reader.firstName, accountName, brandName }),
    paragraphs: [t('signIn.activationMail.lifetime', { hours: ACTIVATION_LINK_LIFETIME.total('hours') })],
    button: {
      label: t('signIn.activationMail.button'),
      url: `${facts.publicUrl}${paths.activate(facts.token)}`,
      isPersonal: true,
    },
    details: [
      { label: t('signIn.login'), value: reader.login ?? '' },
      { label: t('signIn.activationMail.address'), value: facts.publicUrl },
    ],
    why: t('signIn.activationMail.why', { accountName }),
  };
}
