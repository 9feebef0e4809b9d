import type { Caller } from '#platform/caller.server.ts';
import { checkAcceptance } from './check-acceptance.ts';
import { type AcceptanceOutput, getAcceptance } from './get-acceptance.ts';
import { sendAcceptanceLink } from './send-acceptance-link.ts';

/** Answers the buttons of `AcceptanceNotice`. @returns true when the form was one of its own */
export async function answerAcceptance(caller: Caller, tenantId: string, form: FormData): Promise<boolean> {
  switch (form.get('intent')) {
    case 'sendAcceptanceLink':
      await caller.call(sendAcceptanceLink, { tenantId });
      return true;
    case 'checkAcceptance':
      await caller.call(checkAcceptance, { tenantId });
      return true;
    default:
      return false;
  }
}

/**
 * What `AcceptanceNotice` shows. The page that stands in for Microsoft's in the demo is opened on the host by which the
 * reader has reached the portal.
 */
export async function acceptanceFor(
  caller: Caller,
  tenantId: string,
): Promise<AcceptanceOutput & { href: string | null }> {
  const acceptance = await caller.call(getAcceptance, { tenantId });
  const { link } = acceptance;
  if (link === null || caller.site.mode !== 'demo') return { ...acceptance, href: link };
  const { pathname, search } = new URL(link);
  return { ...acceptance, href: `${pathname}${search}` };
}
