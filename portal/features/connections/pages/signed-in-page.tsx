import { redirect } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { answerPage } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { getConnection } from '../get-connection.ts';
import { finishSignIn } from '../sign-in/finish-sign-in.ts';
import type { Route } from './+types/signed-in-page.ts';

/** The browser comes back from the vendor's sign-in page. The answer is bound to the person who began the sign-in. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { vendor } = args.params;
    const { serviceName } = await caller.call(getConnection, { vendor });
    try {
      await caller.call(finishSignIn, { vendor, query: new URL(args.request.url).search });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { vendor, serviceName, errors: callerOf(args.context).explain(error) };
    }
    throw redirect(`${paths.providerConnection(vendor)}?done=signedIn`);
  });

/** A sign-in that was refused, and why. */
export default function SignedInPage({ loaderData: { vendor, serviceName, errors } }: Route.ComponentProps) {
  const t = useT();
  return (
    <>
      <PageHeader title={t('connections.refused.title', { serviceName })} />
      <Notice
        meaning="danger"
        title={errors.map(({ message }) => message).join(' ')}
        action={<ButtonLink to={paths.providerConnection(vendor)}>{t('connections.refused.back')}</ButtonLink>}
      >
        {t('connections.refused.text')}
      </Notice>
    </>
  );
}
