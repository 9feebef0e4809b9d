import { redirect } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SeatsOrdered } from '#ui/seats-ordered.tsx';
import { Section } from '#ui/section.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { cancelAddressChange } from '../address/cancel-address-change.ts';
import { resendAddressConfirmation } from '../address/resend-address-confirmation.ts';
import { changeRoles } from '../manage/change-roles.ts';
import { disableUser } from '../manage/disable-user.ts';
import { enableUser } from '../manage/enable-user.ts';
import { getUser } from '../manage/get-user.ts';
import { listSignIns } from '../manage/list-sign-ins.ts';
import { listUsers } from '../manage/list-users.ts';
import { removeUser } from '../manage/remove-user.ts';
import { resendActivation } from '../manage/resend-activation.ts';
import { resetSecondFactor } from '../manage/reset-second-factor.ts';
import { setUserPassword } from '../manage/set-user-password.ts';
import { unlockUser } from '../manage/unlock-user.ts';
import type { User } from '../manage/user-output.ts';
import { PASSWORD_LENGTH_MIN } from '../people/password-schema.ts';
import { assignServices } from '../services/assign-services.ts';
import { getServices } from '../services/get-services.ts';
import { withdrawService } from '../services/withdraw-service.ts';
import type { Route } from './+types/user-page.ts';
import { accountKindOf, rolesIn, rolesToGive, useUsersTitle } from './account-kind.ts';
import { CompletedNotice, withCompleted } from './completed-notice.tsx';
import { PENDING_INTENTS, PendingAddressNotice } from './pending-address.tsx';
import { rolesText } from './roles-text.ts';
import { serviceIdsIn } from './service-ids-in.ts';
import { SignInHistory } from './sign-in-history.tsx';
import { UserAccess } from './user-access.tsx';
import { UserRemoval, UserRoles } from './user-administration.tsx';
import { UserAtVendor } from './user-at-vendor.tsx';
import { UserServices } from './user-services.tsx';
import { UserStatusText } from './user-status.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { userId } = args.params;
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['attemptedAt'] });
    const { page, pageSize } = query;
    const kind = accountKindOf(caller);
    const { services, vendorUsers } =
      kind === 'customer' ? await caller.call(getServices, { userId }) : { services: [], vendorUsers: [] };
    return {
      vendorUsers,
      kind,
      query,
      toGive: rolesToGive(caller, kind),
      services,
      successors: services.some(({ heldSince }) => heldSince !== null) ? await listSuccessors(caller, userId) : [],
      minimum: PASSWORD_LENGTH_MIN,
      user: await caller.call(getUser, { userId }),
      history: await caller.call(listSignIns, { userId, page, pageSize }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { userId } = args.params;
    const page = paths.user(userId);
    switch (form.get('intent')) {
      case 'password':
        await caller.call(setUserPassword, { userId, password: String(form.get('password') ?? '') });
        return redirect(withCompleted(page, 'password'));
      case 'activation':
        await caller.call(resendActivation, { userId });
        return redirect(withCompleted(page, 'activation'));
      case 'roles':
        await caller.call(changeRoles, { userId, roles: rolesIn(form, accountKindOf(caller)) });
        return redirect(withCompleted(page, 'roles'));
      case PENDING_INTENTS.resend:
        await caller.call(resendAddressConfirmation, { userId });
        return redirect(withCompleted(page, 'confirmationSent'));
      case PENDING_INTENTS.cancel:
        await caller.call(cancelAddressChange, { userId });
        return redirect(withCompleted(page, 'addressChangeCancelled'));
      case 'unlock':
        await caller.call(unlockUser, { userId });
        return redirect(withCompleted(page, 'unlocked'));
      case 'disable':
        await caller.call(disableUser, { userId });
        return redirect(withCompleted(page, 'disabled'));
      case 'resetFactor':
        await caller.call(resetSecondFactor, { userId });
        return redirect(withCompleted(page, 'factorReset'));
      case 'enable':
        await caller.call(enableUser, { userId });
        return redirect(withCompleted(page, 'enabled'));
      case 'assign':
        await caller.call(assignServices, { userId, serviceIds: serviceIdsIn(form) });
        return redirect(withCompleted(page, 'servicesAssigned'));
      case 'withdraw':
        await caller.call(withdrawService, { userId, serviceId: String(form.get('serviceId') ?? '') });
        return redirect(withCompleted(page, 'serviceWithdrawn'));
      case 'remove':
        await caller.call(removeUser, {
          userId,
          handOverToId: successorIn(form),
          confirmed: form.get('confirmed') !== null,
        });
        return redirect(withCompleted(paths.users(), 'removed'));
      default:
        return redirect(page);
    }
  });

/** People who can get the services of a user who leaves. */
async function listSuccessors(caller: Caller, userId: string) {
  const { items } = await caller.call(listUsers, {
    statuses: ['ready', 'notActivated', 'locked'],
    pageSize: PAGE_SIZE_MAX,
  });
  return items
    .filter(({ id }) => id !== userId)
    .map(({ id, firstName, lastName, login }) => ({ userId: id, label: `${firstName} ${lastName} (${login})` }));
}

/**
 * The person who was chosen to get the services; null where their seats become free.
 *
 * @throws Refusal `input.invalid` at `handOverToId`, when services are handed over and nobody was chosen
 */
function successorIn(form: FormData): string | null {
  if (form.get('seats') !== 'handOver') return null;
  const chosen = String(form.get('handOverToId') ?? '');
  if (chosen === '') throw new Refusal('input.invalid', {}, [{ path: 'handOverToId', code: 'input.required' }]);
  return chosen;
}

export default function UserPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { user, history, query, minimum, kind, toGive, services, vendorUsers, successors } = loaderData;
  const refused = useRefusedForm(actionData);
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <>
      <PageHeader
        title={name}
        status={<UserStatusText user={user} />}
        facts={[user.login, rolesText(t, user.roles)]}
        crumbs={[{ label: useUsersTitle(kind), to: paths.users() }, { label: name }]}
        primary={
          user.isManageable ? (
            <ButtonLink to={paths.editUser(user.id)} appearance="primary">
              {t('users.page.edit')}
            </ButtonLink>
          ) : undefined
        }
        actions={
          user.isSelf || !user.isManageable || user.status === 'disabled' ? null : (
            <ButtonLink to={paths.impersonate(user.id)}>{t('users.page.impersonate')}</ButtonLink>
          )
        }
      />
      {actionData === undefined ? <CompletedNotice /> : null}
      <SeatsOrdered />
      <FormErrors errors={refused.errors} />
      {user.pendingAddress === null || !user.isManageable ? null : (
        <PendingAddressNotice pending={user.pendingAddress} />
      )}
      <PersonalData user={user} />
      {kind === 'customer' ? <UserServices user={user} name={name} services={services} refused={refused} /> : null}
      {kind === 'customer' ? <UserAtVendor userId={user.id} vendorUsers={vendorUsers} /> : null}
      {user.isManageable ? (
        <UserAccess user={user} minimum={minimum} refused={refused} />
      ) : (
        <Notice meaning="information" title={t('users.page.moreRightsTitle')}>
          {t('users.page.moreRights', { name })}
        </Notice>
      )}
      {!user.isManageable ? null : user.isSelf ? (
        <Section title={t('users.page.roleTitle')}>
          <p>{t('users.page.self')}</p>
        </Section>
      ) : (
        <>
          <UserRoles user={user} kind={kind} toGive={toGive} refused={refused} />
          <UserRemoval
            user={user}
            name={name}
            held={services.filter(({ heldSince }) => heldSince !== null)}
            successors={successors}
            refused={refused}
          />
        </>
      )}
      <SignInHistory history={history} query={query} />
    </>
  );
}

function PersonalData({ user }: { user: User }) {
  const t = useT();
  const none = t('users.page.noValue');
  const place = [user.addressLine, [user.postalCode, user.city].filter(Boolean).join(' '), user.province]
    .filter((part) => part !== null && part !== '')
    .join(', ');
  return (
    <Section title={t('users.page.data')}>
      <Facts
        facts={[
          { term: t('users.login'), value: user.login },
          {
            term: t('users.email'),
            value: user.emailConfirmed ? user.email : t('users.page.emailUnconfirmed', { email: user.email }),
          },
          { term: t('users.new.notificationEmail'), value: user.notificationEmail ?? none },
          { term: t('users.page.phone'), value: user.phone ?? none },
          { term: t('users.page.address'), value: place === '' ? none : place },
          { term: t('users.new.language'), value: user.locale === 'it' ? 'Italiano' : 'English' },
          { term: t('users.createdAt'), value: <DateText at={user.createdAt} /> },
        ]}
      />
    </Section>
  );
}
