import { redirectDocument } from 'react-router';
import { getUser } from '#features/users/users.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { startImpersonation } from '../impersonation/start-impersonation.ts';
import type { Route } from './+types/impersonate-page.ts';
import { ImpersonationForm } from './impersonation-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { id, firstName, lastName, status, isSelf } = await caller.call(getUser, { userId: args.params.userId });
    return { userId: id, name: `${firstName} ${lastName}`, isDisabled: status === 'disabled', isSelf };
  });

/** The whole document is fetched anew: the next page is another person's. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(startImpersonation, {
      userId: args.params.userId,
      reason: String(form.get('reason') ?? ''),
      mayWrite: form.get('mayWrite') !== null,
    });
    return redirectDocument(paths.dashboard());
  });

/** An administrator is about to use the portal in the place of a colleague. */
export default function ImpersonatePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { userId, name, isDisabled, isSelf } = loaderData;
  return (
    <>
      <PageHeader
        title={t('signIn.impersonate.title', { name })}
        crumbs={[
          { label: t('users.title'), to: paths.users() },
          { label: name, to: paths.user(userId) },
          { label: t('signIn.impersonate.section') },
        ]}
      />
      {isSelf || isDisabled ? (
        <Notice meaning="information">
          {isSelf ? t('signIn.impersonate.self') : t('signIn.impersonate.disabled', { name })}
        </Notice>
      ) : (
        <ImpersonationForm
          name={name}
          submit={t('signIn.impersonate.submit', { name })}
          cancelTo={paths.user(userId)}
          refused={refused}
        />
      )}
    </>
  );
}
