import { redirect } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import type { IconName } from '#ui/icon.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Tile } from '#ui/tile.tsx';
import { type PermissionName, useMay } from '#ui/viewer.tsx';
import { getAccount } from '../get-account.ts';
import type { Route } from './+types/account-page.ts';
import css from './account-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.signedIn?.accountKind === 'provider') throw redirect(paths.providerAccount());
    return { name: (await caller.call(getAccount, {})).name };
  });

type PageTile = Readonly<{
  name:
    | 'subscriptions'
    | 'orders'
    | 'invoices'
    | 'payments'
    | 'details'
    | 'microsoftAccounts'
    | 'vendorUsers'
    | 'activity'
    | 'apiKeys';
  to: string;
  icon: IconName;
  permission: PermissionName;
}>;

const TILES: readonly PageTile[] = [
  { name: 'subscriptions', to: paths.subscriptions(), icon: 'subscriptions', permission: 'subscriptions.read' },
  { name: 'orders', to: paths.orders(), icon: 'orders', permission: 'orders.read' },
  { name: 'invoices', to: paths.invoices(), icon: 'orders', permission: 'billing.read' },
  { name: 'payments', to: paths.payments(), icon: 'calendar', permission: 'billing.read' },
  { name: 'details', to: paths.accountDetails(), icon: 'account', permission: 'accounts.read' },
  { name: 'microsoftAccounts', to: paths.microsoftAccounts(), icon: 'service', permission: 'tenants.read' },
  { name: 'vendorUsers', to: paths.vendorUsers(), icon: 'service', permission: 'licences.manage' },
  { name: 'activity', to: paths.activity(), icon: 'clock', permission: 'audit.read' },
  { name: 'apiKeys', to: paths.apiKeys(), icon: 'settings', permission: 'signIn.self' },
];

/** The pages about the company, as tiles: those that the reader may open. */
export default function AccountPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const may = useMay();
  return (
    <>
      <PageHeader title={t('accounts.account')} facts={[loaderData.name]} />
      <div className={css.tiles}>
        {TILES.filter(({ permission }) => may(permission)).map(({ name, to, icon }) => (
          <Tile key={name} title={t(`accounts.home.${name}`)} to={to} icon={icon} level={2}>
            {t(`accounts.home.${name}Text`)}
          </Tile>
        ))}
      </div>
    </>
  );
}
