import { redirect } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Tile } from '#ui/tile.tsx';
import { getAccount } from '../get-account.ts';
import type { Route } from './+types/account-page.ts';
import css from './account-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.signedIn?.accountKind === 'provider') throw redirect(paths.providerAccount());
    return { name: (await caller.call(getAccount, {})).name };
  });

/** The pages about the company, as tiles. */
export default function AccountPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  return (
    <>
      <PageHeader title={t('accounts.account')} facts={[loaderData.name]} />
      <div className={css.tiles}>
        <Tile title={t('accounts.home.subscriptions')} to={paths.subscriptions()} icon="subscriptions" level={2}>
          {t('accounts.home.subscriptionsText')}
        </Tile>
        <Tile title={t('accounts.home.orders')} to={paths.orders()} icon="orders" level={2}>
          {t('accounts.home.ordersText')}
        </Tile>
        <Tile title={t('accounts.home.invoices')} to={paths.invoices()} icon="orders" level={2}>
          {t('accounts.home.invoicesText')}
        </Tile>
        <Tile title={t('accounts.home.payments')} to={paths.payments()} icon="calendar" level={2}>
          {t('accounts.home.paymentsText')}
        </Tile>
        <Tile title={t('accounts.home.details')} to={paths.accountDetails()} icon="account" level={2}>
          {t('accounts.home.detailsText')}
        </Tile>
        <Tile title={t('accounts.home.microsoftAccounts')} to={paths.microsoftAccounts()} icon="service" level={2}>
          {t('accounts.home.microsoftAccountsText')}
        </Tile>
        <Tile title={t('accounts.home.vendorUsers')} to={paths.vendorUsers()} icon="service" level={2}>
          {t('accounts.home.vendorUsersText')}
        </Tile>
        <Tile title={t('accounts.home.apiKeys')} to={paths.apiKeys()} icon="settings" level={2}>
          {t('accounts.home.apiKeysText')}
        </Tile>
      </div>
    </>
  );
}
