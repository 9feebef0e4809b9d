import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import type { Difference } from '../tables.ts';

/** Something else than was chosen: a schedule that could not be put back, or a change made outside the portal. */
export type DriftCause = 'notRestored' | 'changedElsewhere';

type Facts = Readonly<{
  name: string;
  accountName: string;
  cause: DriftCause;
  differences: readonly Difference[];
  url: string;
}>;

/** The end of a term is not as it was chosen: what was chosen, what the vendor shows, and the page to choose again. */
export function renewalDriftMail(t: Translate, { name, accountName, cause, differences, url }: Facts): MailContent {
  return {
    kind: 'subscriptions.renewalDrift',
    subject: t('subscriptions.renewalDrift.subject', { name }),
    lead: t(`subscriptions.renewalDrift.${cause}`, { name }),
    paragraphs: [
      ...differences.map((difference) =>
        t([`subscriptions.difference.${difference.field}`, 'subscriptions.difference.other'], difference),
      ),
      t('subscriptions.renewalDrift.text'),
    ],
    button: { label: t('subscriptions.renewalDrift.button'), url },
    details: [],
    why: t('subscriptions.renewalDrift.why', { accountName }),
  };
}
