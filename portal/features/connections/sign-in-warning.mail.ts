import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatInstant } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{
  kind: 'connectionFailed' | 'connectionEnds';
  serviceName: string;
  accountName: string;
  /** ISO instant: since when it fails, or when it ends. */
  at: string;
  /** The vendor's refusal, in words. */
  reason: string | null;
  code: string | null;
  url: string;
  timeZone: string;
  locale: Locale;
}>;

/** The sign-in at a vendor has stopped working, or ends soon: to the provider's staff. */
export function signInWarningMail(t: Translate, facts: Facts): MailContent {
  const { kind, serviceName, accountName, reason, code, url, timeZone, locale } = facts;
  const at = formatInstant(facts.at, timeZone, locale, 'short');
  return {
    kind: `connections.${kind}`,
    subject: t(`connections.mail.${kind}Subject`, { serviceName }),
    lead: t(`connections.mail.${kind}Lead`, { serviceName, at }),
    paragraphs: [...(reason === null ? [] : [reason]), t(`connections.mail.${kind}Text`, { serviceName })],
    button: { label: t('connections.mail.button'), url },
    ...(code === null ? {} : { details: [{ label: t('connections.mail.code'), value: code }] }),
    why: t('connections.mail.why', { accountName }),
  };
}
