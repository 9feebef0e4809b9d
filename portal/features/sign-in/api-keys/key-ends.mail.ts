import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatOnInstant } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** To the person whose API key ends soon: programs that use it stop then. */
export function keyEndsMail(
  t: Translate,
  facts: {
    firstName: string;
    keyName: string;
    keyStart: string;
    expiresAt: Temporal.Instant;
    timeZone: string;
    locale: Locale;
    publicUrl: string;
  },
): MailContent {
  const name = facts.keyName;
  const on = formatOnInstant(facts.expiresAt.toString(), facts.timeZone, facts.locale);
  return {
    kind: 'signIn.keyEnds',
    subject: t('signIn.keyEndsMail.subject', { name }),
    lead: t('signIn.keyEndsMail.lead', { firstName: facts.firstName, name, on }),
    paragraphs: [t('signIn.keyEndsMail.consequence')],
    button: { label: t('signIn.keyEndsMail.button'), url: `${facts.publicUrl}${paths.apiKeys()}` },
    details: [{ label: t('signIn.keyEndsMail.start'), value: `${facts.keyStart}…` }],
    why: t('signIn.keyEndsMail.why'),
  };
}
