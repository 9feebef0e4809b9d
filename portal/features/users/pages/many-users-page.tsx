import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import type { PersonOutcome } from '../many/change-each.ts';
import { changeMany } from '../many/change-many.ts';
import { previewMany } from '../many/preview-many.ts';
import { getServices } from '../services/get-services.ts';
import type { Route } from './+types/many-users-page.ts';
import { accountKindOf, rolesToGive, useUsersTitle } from './account-kind.ts';
import { ManyChoice } from './many-choice.tsx';
import { ManyPreview } from './many-preview.tsx';
import { ManyResult } from './many-result.tsx';
import { type CompleteForm, manyFormOf } from './many-users-form.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { services } = await caller.call(getServices, {});
    const kind = accountKindOf(caller);
    return { kind, services, toGive: rolesToGive(caller, kind) };
  });

/** The page goes from a choice, where the action needs one, to the preview and on to the result. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { userIds, name, action: chosen, isConfirmed } = manyFormOf(form, caller);
    if (userIds.length === 0) return { step: 'nobody' as const };
    if (chosen === undefined) return { step: 'choice' as const, name, userIds };
    const complete = { name, userIds, action: chosen };
    return isConfirmed ? change(caller, complete) : preview(caller, complete);
  });

async function preview(caller: Caller, given: CompleteForm, errors: readonly { message: string }[] = []) {
  const { userIds, action: chosen } = given;
  const { people } = await caller.call(previewMany, { userIds: [...userIds], action: chosen });
  return { step: 'preview' as const, ...given, errors, people: people.map((one) => withReason(caller, one)) };
}

/** The preview is shown again where the whole is refused. */
async function change(caller: Caller, given: CompleteForm) {
  const { name, userIds, action: chosen } = given;
  try {
    const { people } = await caller.call(changeMany, { userIds: [...userIds], action: chosen, confirmed: true });
    return { step: 'result' as const, name, people: people.map((one) => withReason(caller, one)) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return preview(caller, given, caller.explain(error));
  }
}

function withReason(caller: Caller, { userId, name, outcome, code, facts }: PersonOutcome) {
  const [sentence] = code === null ? [] : caller.explain({ code, facts, fields: [] });
  return { userId, name, outcome, reason: sentence?.message ?? null };
}

/** The same for several users at once. */
export default function ManyUsersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const shown = actionData !== undefined && 'step' in actionData ? actionData : undefined;
  const title =
    shown === undefined || shown.step === 'nobody' ? t('users.many.title') : t(`users.many.actions.${shown.name}`);
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: useUsersTitle(loaderData.kind), to: paths.users() }, { label: title }]}
      />
      <FormErrors errors={refused.errors} />
      {shown?.step === 'choice' ? (
        <ManyChoice {...shown} {...loaderData} />
      ) : shown?.step === 'preview' ? (
        <ManyPreview {...shown} services={loaderData.services} />
      ) : shown?.step === 'result' ? (
        <ManyResult name={shown.name} people={shown.people} />
      ) : (
        <EmptyState
          icon="people"
          title={t('users.many.nobody')}
          action={<ButtonLink to={paths.users()}>{t('users.many.back')}</ButtonLink>}
        >
          {t('users.many.nobodyText')}
        </EmptyState>
      )}
    </>
  );
}
