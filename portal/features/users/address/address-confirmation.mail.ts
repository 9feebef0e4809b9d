import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { ADDRESS_LINK_LIFETIME, type AddressToConfirm } from '../rules.ts';

/** The mail to a new address, whose link shows that it reaches the person. */
export function addressConfirmationMail(
  t: Translate,
  facts: {
    reader: { firstName: string };
    change: AddressToConfirm;
    token: string;
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, change, accountName, brandName } = facts;
  return {
    kind: 'users.addressConfirmation',
    subject: t('users.addressConfirmationMail.subject', { brandName }),
    lead: t('users.addressConfirmationMail.lead', { firstName: reader.firstName, accountName }),
    paragraphs: [
      t('users.addressConfirmationMail.lifetime', { hours: ADDRESS_LINK_LIFETIME.total('hours') }),
      t('users.addressConfirmationMail.consequences'),
    ],
    button: {
      label: t('users.addressConfirmationMail.button'),
      url: `${facts.publicUrl}${paths.confirmAddress(facts.token)}`,
      isPersonal: true,
    },
    details: [{ label: t('users.addressConfirmationMail.address'), value: change.address }],
    why: t('users.addressConfirmationMail.why', { accountName }),
  };
}
