import { displayName, type PersonRow } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** To the person of the provider's staff who has asked to act in a customer's place. */
export function impersonationAnsweredMail(
  t: Translate,
  facts: {
    reader: PersonRow;
    target: PersonRow;
    isAgreed: boolean;
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, target, isAgreed, accountName, brandName } = facts;
  const name = displayName(target);
  const of = { firstName: reader.firstName, name, accountName };
  return {
    kind: 'signIn.impersonationAnswered',
    subject: t('signIn.impersonationAnsweredMail.subject', { brandName, name, isAgreed: String(isAgreed) }),
    lead: t('signIn.impersonationAnsweredMail.lead', { ...of, isAgreed: String(isAgreed) }),
    paragraphs: isAgreed ? [t('signIn.impersonationAnsweredMail.until')] : [],
    button: {
      label: t('signIn.impersonationAnsweredMail.button'),
      url: `${facts.publicUrl}${paths.providerImpersonate(target.accountId, target.id)}`,
    },
    details: [],
    why: t('signIn.impersonationAnsweredMail.why'),
  };
}
