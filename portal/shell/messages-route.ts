import { data } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { isLocale } from '#ui/i18n.ts';
import type { Route } from './+types/messages-route.ts';
import { audienceOf, MESSAGES_VERSION, messagesOf } from './page-messages.server.ts';

/**
 * Texts of the modules in the path ("orders+users"), for a page that is opened by a link. The address names their
 * version.
 */
export function loader({ request, params, context }: Route.LoaderArgs) {
  const { locale, modules } = params;
  if (!isLocale(locale)) throw data(null, { status: 404 });
  const audience = audienceOf(callerOf(context));
  // An address that somebody else's page made, before a sign-in or an update, is answered but not kept.
  const isCurrent = new URL(request.url).searchParams.get('v') === `${MESSAGES_VERSION}-${audience}`;
  return Response.json(messagesOf(locale, modules.split('+'), audience), {
    headers: { 'Cache-Control': isCurrent ? 'private, max-age=31536000, immutable' : 'no-store' },
  });
}
