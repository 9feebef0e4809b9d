import { displayName, type PersonRow } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { ImpersonationRow } from './impersonation-row.ts';

/** To the administrators of a customer: the provider's staff asks to act in a person's place. */
export function impersonationRequestedMail(
  t: Translate,
  facts: {
    reader: PersonRow;
    target: PersonRow;
    requested: ImpersonationRow;
    accountName: string;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, target, requested, accountName, brandName } = facts;
  const { impersonatorName, mayWrite, reason } = requested;
  const name = displayName(target);
  return {
    kind: 'signIn.impersonationRequested',
    subject: t('signIn.impersonationRequestedMail.subject', { brandName, name }),
    lead: t('signIn.impersonationRequestedMail.lead', { firstName: reader.firstName, impersonatorName, name }),
    paragraphs: [
      t(mayWrite ? 'signIn.impersonatedMail.mayWrite' : 'signIn.impersonatedMail.readOnly'),
      t('signIn.impersonationRequestedMail.answer'),
    ],
    button: {
      label: t('signIn.impersonationRequestedMail.button'),
      url: `${facts.publicUrl}${paths.accountSecurity()}`,
    },
    details: [
      { label: t('signIn.impersonatedMail.who'), value: impersonatorName },
      { label: t('signIn.impersonationRequestedMail.asWhom'), value: name },
      { label: t('signIn.impersonatedMail.reason'), value: reason },
    ],
    why: t('signIn.impersonationRequestedMail.why', { accountName }),
  };
}
