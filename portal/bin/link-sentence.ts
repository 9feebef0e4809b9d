/** A one-time link as the terminal shows it: a sentence, and the link on a line of its own. */
export function linkSentence(lead: string, link: { url: string; expiresAt: string }): string {
  const until = link.expiresAt.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
  return `${lead} and chooses name and password. It works once, until ${until}:\n  ${link.url}`;
}
