import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{ firstName: string; names: readonly string[]; accountName: string; url: string }>;

/** Several services were given to the reader, who can use them now. */
export function servicesGivenMail(t: Translate, { firstName, names, accountName, url }: Facts): MailContent {
  const count = names.length;
  return {
    kind: 'licences.given',
    subject: t('licences.givenManyMail.subject', { count }),
    lead: t('licences.givenManyMail.lead', { firstName, count, accountName }),
    paragraphs: [...names, t('licences.givenManyMail.text')],
    button: { label: t('licences.givenManyMail.button'), url },
    why: t('licences.serviceMail.why', { accountName }),
  };
}
