import { answerPage } from '#platform/page.server.ts';
import { isPermitted, type Permission, type PersonRole, permissionsOf, rolesOfAccount } from '#platform/permissions.ts';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Icon } from '#ui/icon.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { useMay } from '#ui/viewer.tsx';
import type { Route } from './+types/roles-page.ts';
import { accountKindOf, useUsersTitle } from './account-kind.ts';
import css from './roles-page.module.css';

export const loader = (args: Route.LoaderArgs) => answerPage(args, async (caller) => ({ kind: accountKindOf(caller) }));

/** The roles of the account's people, and what each may do: the portal's own table of rights, in words. */
export default function RolesPage({ loaderData: { kind } }: Route.ComponentProps) {
  const t = useT();
  const may = useMay();
  const roles = rolesOfAccount(kind).toReversed();
  const users = useUsersTitle(kind);
  return (
    <>
      <PageHeader
        title={t('users.roles.title')}
        facts={[t('users.roles.intro')]}
        crumbs={[
          may('users.read') ? { label: users, to: paths.users() } : { label: users },
          { label: t('users.roles.title') },
        ]}
      />
      <Section title={t('users.roles.meaning')}>
        <Facts facts={roles.map((role) => ({ term: t(`users.role.${role}`), value: t(`users.roleHint.${role}`) }))} />
      </Section>
      <Section title={t('users.roles.rights')} intro={t('users.roles.rightsIntro')} frame="plain">
        <RightsTable roles={roles} permissions={permissionsOf(roles)} />
      </Section>
    </>
  );
}

function RightsTable({ roles, permissions }: { roles: readonly PersonRole[]; permissions: readonly Permission[] }) {
  const t = useT();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the page scrolls by the keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; a section would be a second landmark
    <div className={css.frame} role="group" tabIndex={0} aria-label={t('users.roles.rights')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('users.roles.right')}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {t(`users.role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">{t(`users.permission.${permission}`)}</th>
              {roles.map((role) => (
                <td key={role}>
                  <Mark isPermitted={isPermitted([role], permission)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mark(props: { isPermitted: boolean }) {
  const t = useT();
  return props.isPermitted ? (
    <span className={css.yes}>
      <Icon name="check" size={18} />
      <span className="spoken-only">{t('users.roles.yes')}</span>
    </span>
  ) : (
    <span className={css.no}>
      <span aria-hidden="true">–</span>
      <span className="spoken-only">{t('users.roles.no')}</span>
    </span>
  );
}
