import { offerFirstLink } from '#features/provider/provider.ts';
import type { AppContext } from '#platform/operation.server.ts';
import { linkSentence } from './link-sentence.ts';

/**
 * The sentence with the link for the first person of the provider's staff, while nobody can sign in. It goes to the
 * terminal as it is, never through the log, which is kept and read by others.
 *
 * @param startedAt  time at which this process began
 */
export async function firstLinkSentence(app: AppContext, startedAt: Temporal.Instant): Promise<string | undefined> {
  const first = await offerFirstLink(app, startedAt);
  switch (first.status) {
    case 'offered': {
      const { url, expiresAt } = first.link;
      const link = linkSentence('The first administrator opens this link', { url, expiresAt: expiresAt.toString() });
      return `Nobody of the provider's staff can sign in yet. Links printed before no longer work.\n${link}`;
    }
    case 'offeredElsewhere':
      return "Nobody of the provider's staff can sign in yet. Another process that started now has printed the link.";
    case 'notNeeded':
      return undefined;
  }
}
