/** Stands in the stored bodies of a mail for the link that only its recipient may have. */
export const LINK_PLACEHOLDER = '{{personal-link}}';

/** The two forms of a mail's text. */
export type Bodies = Readonly<{ textBody: string; htmlBody: string }>;

/** The bodies as the recipient gets them. */
export function withLink({ textBody, htmlBody }: Bodies, url: string): Bodies {
  return {
    textBody: textBody.replaceAll(LINK_PLACEHOLDER, () => url),
    htmlBody: htmlBody.replaceAll(LINK_PLACEHOLDER, () => url.replaceAll('&', '&amp;')),
  };
}

/** The bodies as everybody else sees them: words in place of the link. */
export function withoutLink({ textBody, htmlBody }: Bodies, words: string): Bodies {
  return {
    textBody: textBody.replaceAll(LINK_PLACEHOLDER, () => words),
    htmlBody: htmlBody
      .replaceAll(BUTTON, (_, style: string, label: string) => `<span${style}>${label}</span> ${words}`)
      .replaceAll(LINK_PLACEHOLDER, () => words),
  };
}

const BUTTON = new RegExp(`<a href="${LINK_PLACEHOLDER}"([^>]*)>([^<]*)</a>`, 'g');
