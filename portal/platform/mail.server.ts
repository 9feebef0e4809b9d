import { eq } from 'drizzle-orm';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { AccountId, type Id, idOf, newId, type PersonId } from './ids.ts';
import { job } from './job.ts';
import { type Bodies, LINK_PLACEHOLDER, withLink } from './mail-link.ts';
import type { OperationContext } from './operation.server.ts';
import { assert } from './refusal.ts';
import type { SecretBox } from './secret-box.server.ts';
import { mail } from './tables.ts';
import type { Locale } from './wire.ts';

/**
 * The content of a mail, before it is rendered. Every mail of the portal has this shape; docs/decisions/0001 says why.
 */
export type MailContent = Readonly<{
  /** `module.whatHappened`. */
  kind: string;
  /** The event and its object. */
  subject: string;
  /** The whole message in one sentence. */
  lead: string;
  /** Paragraphs after the lead. */
  paragraphs?: readonly string[];
  /**
   * `isPersonal`: whoever has the link acts as the recipient. It is sealed until it is sent and nobody else sees it.
   * The kind of such a mail needs an entry in the service `personalMails`.
   */
  button?: Readonly<{ label: string; url: string; isPersonal?: boolean }>;
  details?: readonly Readonly<{ label: string; value: string }>[];
  /** A code for the recipient alone, shown after the details. It is sealed as a personal link is; a mail has one. */
  personalCode?: Readonly<{ label: string; value: string }>;
  /** The reason why this person gets the mail. */
  why: string;
}>;

/** Delivers mails: over SMTP, or keeps them in the outbox. Supplied by the shell. */
export type MailDelivery = {
  deliver(message: {
    id: string;
    from: string;
    to: string;
    subject: string;
    text: string;
    html: string;
  }): Promise<'sent' | 'kept'>;
};

/**
 * Writes a mail with a personal link again, with a new link, for a person of the transaction's scope. False: the person
 * does not need it any more.
 */
export type PersonalMailWriter = (context: OperationContext, personId: PersonId) => Promise<boolean>;

/** The name, colour and support addresses that customers see. */
export type Brand = Readonly<{ name: string; accent: string; supportEmail: Readonly<Record<Locale, string>> }>;

/** Writes a mail into the outbox and starts its delivery, both with the caller's transaction. */
export async function sendMail(
  context: OperationContext,
  to: { accountId: AccountId; personId: PersonId | null; address: string; locale: Locale },
  content: MailContent,
): Promise<void> {
  const { brand, secretBox } = context.services;
  const id = newId<'mail'>();
  const { stored, personalUrl } = splitPersonalLink(content);
  await context.tx.insert(mail).values({
    id,
    accountId: to.accountId,
    personId: to.personId,
    kind: stored.kind,
    recipient: to.address,
    subject: stored.subject,
    textBody: renderText(stored, brand.name, brand.supportEmail[to.locale]),
    htmlBody: renderHtml(stored, brand.name, brand.accent, brand.supportEmail[to.locale], to.locale),
    hasPersonalLink: personalUrl !== undefined,
    sealedLink: personalUrl === undefined ? null : secretBox.seal(personalUrl, linkPurpose(id)),
    status: 'waiting',
    createdAt: context.clock.now(),
  });
  await context.jobs.start(deliverMail, { accountId: to.accountId, mailId: id });
}

/** The content as it is stored, with a placeholder for a personal link, and the link. */
function splitPersonalLink(content: MailContent): { stored: MailContent; personalUrl: string | undefined } {
  const { button, personalCode, details = [] } = content;
  if (personalCode !== undefined) {
    const shown = { label: personalCode.label, value: LINK_PLACEHOLDER };
    return { stored: { ...content, details: [...details, shown] }, personalUrl: personalCode.value };
  }
  if (button?.isPersonal !== true) return { stored: content, personalUrl: undefined };
  return { stored: { ...content, button: { ...button, url: LINK_PLACEHOLDER } }, personalUrl: button.url };
}

/**
 * The bodies of a mail with its personal link: for the job that sends it, and for the demo, whose mails nobody gets.
 * Undefined: the link was erased.
 */
export function openMailBodies(box: SecretBox, row: StoredMail): Bodies | undefined {
  if (!row.hasPersonalLink) return row;
  if (row.sealedLink === null) return undefined;
  return withLink(row, box.open(row.sealedLink, linkPurpose(row.id)));
}

type StoredMail = Pick<typeof mail.$inferSelect, 'id' | 'textBody' | 'htmlBody' | 'hasPersonalLink' | 'sealedLink'>;

/** The purpose under which the personal link of a mail is sealed. */
export function linkPurpose(id: Id<'mail'>): string {
  return `mail link ${id}`;
}

/** Sends one stored mail. The message id is the mail's own, so that a mail sent twice can be recognised. */
export const deliverMail = job({
  name: 'mail.deliver',
  queue: 'mails',
  data: z.object({ accountId: AccountId, mailId: idOf('mail') }) as z.ZodType<{
    accountId: AccountId;
    mailId: Id<'mail'>;
  }>,
  accountIdOf: (data) => data.accountId,
  attempts: 8,
  retryAfterSeconds: 15,
  async run({ inTransaction, services, isLastAttempt, clock, attempt }, { mailId }) {
    const [message] = await inTransaction(({ tx }) => tx.select().from(mail).where(eq(mail.id, mailId)));
    if (message === undefined || message.status !== 'waiting') return;
    try {
      const bodies = openMailBodies(services.secretBox, message);
      assert(bodies !== undefined, `the link of mail ${mailId} was erased before it was sent`);
      const status = await services.mailDelivery.deliver({
        id: `${message.id}@licence-portal`,
        from: services.mailFrom,
        to: message.recipient,
        subject: message.subject,
        text: bodies.textBody,
        html: bodies.htmlBody,
      });
      const sealedLink = status === 'kept' && services.outboxShowsLinks ? message.sealedLink : null;
      await inTransaction(({ tx }) =>
        tx
          .update(mail)
          .set({ status, sealedLink, sentAt: clock.now(), attemptCount: attempt, failure: null })
          .where(eq(mail.id, mailId)),
      );
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      await inTransaction(({ tx }) =>
        tx
          .update(mail)
          .set({
            status: isLastAttempt ? 'failed' : 'waiting',
            ...(isLastAttempt ? { sealedLink: null } : {}),
            attemptCount: attempt,
            failure,
          })
          .where(eq(mail.id, mailId)),
      );
      throw error;
    }
  },
});

export function smtpDelivery(url: string): MailDelivery {
  const transport = createTransport(url);
  return {
    async deliver({ id, from, to, subject, text, html }) {
      await transport.sendMail({ messageId: `<${id}>`, from, to, subject, text, html });
      return 'sent';
    },
  };
}

/** Without a mail server: the outbox is the delivery. */
export const keptInOutbox: MailDelivery = { deliver: async () => 'kept' };

function renderText(content: MailContent, brandName: string, support: string): string {
  const blocks = [
    content.lead,
    ...(content.paragraphs ?? []),
    ...(content.button === undefined ? [] : [`${content.button.label}:\n${content.button.url}`]),
    ...(content.details === undefined
      ? []
      : [content.details.map(({ label, value }) => `${label}: ${value}`).join('\n')]),
    `--\n${content.why}\n${brandName} · ${support}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function renderHtml(content: MailContent, brandName: string, accent: string, support: string, locale: Locale): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
  const button =
    content.button === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escapeHtml(content.button.url)}" style="display:inline-block;background:${accent};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:6px">${escapeHtml(content.button.label)}</a></p>`;
  const details =
    content.details === undefined
      ? ''
      : `<table role="presentation" style="border-collapse:collapse;margin:8px 0 16px">${content.details
          .map(
            ({ label, value }) =>
              `<tr><td style="padding:4px 24px 4px 0;color:#5b6470;vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0;font-variant-numeric:tabular-nums">${escapeHtml(value)}</td></tr>`,
          )
          .join('')}</table>`;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(content.subject)}</title></head>
<body style="margin:0;background:#f4f6f8;color:#1b1f24;font:16px/1.5 'Segoe UI',system-ui,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:24px 16px">
<p style="margin:0 0 16px;font-weight:600;color:${accent}">${escapeHtml(brandName)}</p>
<div style="background:#ffffff;border:1px solid #d9dee4;border-radius:8px;padding:24px">
<p style="margin:0 0 16px;font-size:18px;font-weight:600">${escapeHtml(content.lead)}</p>
${(content.paragraphs ?? []).map(paragraph).join('')}${button}${details}</div>
<p style="margin:16px 0 0;font-size:13px;color:#5b6470">${escapeHtml(content.why)}<br>${escapeHtml(brandName)} · <a href="mailto:${escapeHtml(support)}" style="color:#5b6470">${escapeHtml(support)}</a></p>
</div></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
