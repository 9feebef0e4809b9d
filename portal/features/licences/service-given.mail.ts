import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{ firstName: string; name: string; accountName: string; url: string }>;

/** A service was given to the reader, who can use it now. */
export function serviceGivenMail(t: Translate, { firstName, name, accountName, url }: Facts): MailContent {
  return {
    kind: 'licences.given',
    subject: t('licences.givenMail.subject', { name }),
    lead: t('licences.givenMail.lead', { firstName, name, accountName }),
    paragraphs: [t('licences.givenMail.text')],
    button: { label: t('licences.givenMail.button', { name }), url },
    why: t('licences.serviceMail.why', { accountName }),
  };
}
