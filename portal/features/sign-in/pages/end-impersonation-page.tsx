import { Form, redirectDocument } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { endImpersonation } from '../impersonation/end-impersonation.ts';
import type { Route } from './+types/end-impersonation-page.ts';

/** Who acts in whose place, or did so until the time was over. */
export function loader({ context }: Route.LoaderArgs) {
  const { signedIn, site } = callerOf(context);
  return {
    brandName: site.brandName,
    ownName: signedIn?.impersonation?.impersonatorName ?? signedIn?.displayName ?? '',
    runningAs: signedIn !== null && signedIn.impersonation !== null ? signedIn.displayName : null,
    endedAs: signedIn?.endedImpersonationOf ?? null,
  };
}

/** The whole document is fetched anew: the next page is one's own. */
export async function action({ context }: Route.ActionArgs) {
  const { userId, customerId } = await callerOf(context).call(endImpersonation, {});
  if (customerId !== null) return redirectDocument(paths.providerCustomer(customerId));
  return redirectDocument(userId === null ? paths.dashboard() : paths.user(userId));
}

/** The way back to oneself; and the end of the 30 minutes, so that nobody goes on as themselves without noticing. */
export default function EndImpersonationPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, ownName, runningAs, endedAs } = loaderData;
  const frame = { brand: { name: brandName, to: paths.dashboard() }, languageAction: paths.language() };
  if (runningAs === null && endedAs === null)
    return (
      <SignInFrame {...frame} title={t('signIn.endImpersonation.none')}>
        <ButtonLink to={paths.dashboard()} appearance="primary">
          {t('signIn.endImpersonation.home')}
        </ButtonLink>
      </SignInFrame>
    );
  const name = runningAs ?? endedAs ?? '';
  return (
    <SignInFrame
      {...frame}
      title={t(runningAs === null ? 'signIn.endImpersonation.endedTitle' : 'signIn.endImpersonation.title', { name })}
    >
      <p>{t(runningAs === null ? 'signIn.endImpersonation.endedText' : 'signIn.endImpersonation.text', { name })}</p>
      <Form method="post" reloadDocument>
        <SubmitButton>{t('signIn.endImpersonation.submit', { ownName })}</SubmitButton>
      </Form>
    </SignInFrame>
  );
}
