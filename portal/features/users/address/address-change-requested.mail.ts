import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { AddressToConfirm } from '../rules.ts';

/** The notice to the present address that another one is to take its place, before it does. */
export function addressChangeRequestedMail(
  t: Translate,
  facts: {
    reader: { firstName: string };
    change: AddressToConfirm;
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, change, accountName, brandName } = facts;
  return {
    kind: 'users.addressChangeRequested',
    subject: t('users.addressChangeRequestedMail.subject', { brandName }),
    lead: t('users.addressChangeRequestedMail.lead', { firstName: reader.firstName }),
    paragraphs: [t('users.addressChangeRequestedMail.until'), t('users.loginChangedMail.unexpected')],
    button: { label: t('users.loginChangedMail.button'), url: `${facts.publicUrl}${paths.signIn()}` },
    details: [{ label: t('users.addressConfirmationMail.address'), value: change.address }],
    why: t('users.addressChangeRequestedMail.why', { accountName }),
  };
}
