import { Form, Outlet, redirectDocument } from 'react-router';
import { listMyServices } from '#features/licences/licences.ts';
import { countUnread } from '#features/notifications/notifications.ts';
import { countLines } from '#features/purchasing/purchasing.ts';
import { setUpAddress, signInAddress } from '#features/sign-in/sign-in.ts';
import { type Caller, callerOf } from '#platform/caller.server.ts';
import { isPermitted, isProvider, type Permission } from '#platform/permissions.ts';
import { assert } from '#platform/refusal.ts';
import { VIEWER_FIELD } from '#platform/viewer-field.ts';
import { Banner } from '#ui/banner.tsx';
import { ButtonLink } from '#ui/button-link.tsx';
import { formatInstant, formatTime } from '#ui/format.ts';
import { AppFrame } from '#ui/frame.tsx';
import { type MessageKey, type Translate, useLocale, useT } from '#ui/i18n.ts';
import type { IconName } from '#ui/icon.tsx';
import type { NavigationGroup } from '#ui/navigation.tsx';
import { paths } from '#ui/paths.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { Route } from './+types/signed-in-layout.ts';

/** Leads to the sign-in page without a session, or to the set-up of a second factor; the address is kept for later. */
const needsSignIn: Route.MiddlewareFunction = ({ context, request }) => {
  const caller = callerOf(context);
  const url = new URL(request.url);
  if (caller.actor.roles.includes('enrolling')) throw redirectDocument(setUpAddress(url));
  if (caller.signedIn === null) throw redirectDocument(signInAddress(url, caller.sessionEnded));
  if (caller.signedIn.endedImpersonationOf !== null) throw redirectDocument(paths.endImpersonation());
};

export const middleware: Route.MiddlewareFunction[] = [needsSignIn];

export async function loader({ context }: Route.LoaderArgs) {
  const caller = callerOf(context);
  const { signedIn, site } = caller;
  assert(signedIn !== null, 'the middleware lets only signed-in people pass');
  const [{ count: unreadCount }, { services }, cart] = await Promise.all([
    caller.call(countUnread, {}),
    signedIn.accountKind === 'customer' ? caller.call(listMyServices, {}) : { services: [] },
    cartOf(caller),
  ]);
  return {
    signedIn,
    site,
    unreadCount,
    services: services.map(({ serviceId, name }) => ({ serviceId, name })),
    cartCount: cart?.count,
  };
}

/** The cart of a person who may buy; others have none. */
async function cartOf(caller: Caller): Promise<{ count: number } | undefined> {
  return isPermitted(caller.actor.roles, countLines.permission) ? caller.call(countLines, {}) : undefined;
}

export default function SignedInLayout({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { signedIn, site, unreadCount, cartCount } = loaderData;
  // Profile and language are a person's own, whoever acts in their place.
  const isOwn = signedIn.impersonation === null;
  return (
    <AppFrame
      brand={{ name: site.brandName, to: paths.dashboard() }}
      navigation={useNavigation(loaderData)}
      {...(signedIn.accountKind === 'customer' && isPermitted(signedIn.roles, 'catalogue.read')
        ? { search: { action: paths.marketplace(), label: t('shell.search') } }
        : {})}
      {...(cartCount === undefined ? {} : { cart: { to: paths.cart(), count: cartCount } })}
      notifications={{ to: paths.notifications(), count: unreadCount }}
      person={{
        name: signedIn.displayName,
        accountName: signedIn.accountName,
        links: isOwn ? [{ to: paths.profile(), label: t('shell.nav.profile') }] : [],
        signOutAction: paths.signOut(),
      }}
      languageAction={isOwn ? paths.language() : undefined}
      onSubmit={(event) => nameViewer(event.target, signedIn.personId)}
      banners={<Banners {...loaderData} />}
    >
      <Outlet />
    </AppFrame>
  );
}

type Shown = Route.ComponentProps['loaderData'];

function Banners({ signedIn, site }: Shown) {
  const t = useT();
  const locale = useLocale();
  return (
    <>
      {signedIn.impersonation === null ? null : (
        <ImpersonationBanner signedIn={signedIn} impersonation={signedIn.impersonation} />
      )}
      {site.mode === 'demo' && site.clockMoved ? (
        <Banner label={t('shell.banner.clockLabel')}>
          {t('shell.banner.clock', { now: formatInstant(site.now, signedIn.timeZone, locale) })}{' '}
          {isPermitted(signedIn.roles, 'provider.administer') ? (
            <ButtonLink to={paths.providerClock()}>{t('shell.banner.setClock')}</ButtonLink>
          ) : null}
        </Banner>
      ) : null}
    </>
  );
}

/** On every page, while somebody uses the portal in another person's place; with the way back. */
function ImpersonationBanner({
  signedIn,
  impersonation,
}: {
  signedIn: Shown['signedIn'];
  impersonation: NonNullable<Shown['signedIn']['impersonation']>;
}) {
  const t = useT();
  const { displayName: personName, accountName, timeZone } = signedIn;
  const { impersonatorName, mayWrite, endsAt } = impersonation;
  return (
    <Banner label={t('shell.banner.impersonationLabel')} icon="people">
      {t(mayWrite ? 'shell.banner.impersonationWrite' : 'shell.banner.impersonation', {
        impersonatorName,
        personName,
        accountName,
        until: formatTime(endsAt, timeZone),
      })}{' '}
      <Form method="post" action={paths.endImpersonation()} reloadDocument>
        <SubmitButton appearance="secondary">{t('shell.banner.endImpersonation')}</SubmitButton>
      </Form>
    </Banner>
  );
}

/** Names the person for whom a form was shown, so that it is not taken for another's: see `answerForm`. */
function nameViewer(form: EventTarget, personId: string): void {
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  const known = form.querySelector<HTMLInputElement>(`input[name="${VIEWER_FIELD}"]`);
  const field = known ?? document.createElement('input');
  field.type = 'hidden';
  field.name = VIEWER_FIELD;
  field.value = personId;
  if (known === null) form.append(field);
}

type PageLink = Readonly<{ to: string; label: MessageKey; permission: Permission }>;

/** The pages of customers, each for those who may open it. */
const PAGES: readonly (PageLink & Readonly<{ icon: IconName }>)[] = [
  { to: paths.marketplace(), label: 'shell.nav.marketplace', icon: 'marketplace', permission: 'catalogue.read' },
  { to: paths.users(), label: 'shell.nav.users', icon: 'people', permission: 'users.read' },
];

/** The pages below "Account". */
const ACCOUNT_PAGES: readonly PageLink[] = [
  { to: paths.subscriptions(), label: 'shell.nav.subscriptions', permission: 'subscriptions.read' },
  { to: paths.deadlines(), label: 'shell.nav.deadlines', permission: 'deadlines.read' },
  { to: paths.orders(), label: 'shell.nav.orders', permission: 'orders.read' },
  { to: paths.invoices(), label: 'shell.nav.invoices', permission: 'billing.read' },
  { to: paths.payments(), label: 'shell.nav.payments', permission: 'billing.read' },
  { to: paths.accountDetails(), label: 'shell.nav.accountDetails', permission: 'accounts.read' },
  { to: paths.microsoftAccounts(), label: 'shell.nav.microsoftAccounts', permission: 'tenants.read' },
  { to: paths.activity(), label: 'shell.nav.activity', permission: 'audit.read' },
  { to: paths.apiKeys(), label: 'shell.nav.apiKeys', permission: 'signIn.self' },
  { to: paths.accountSecurity(), label: 'shell.nav.security', permission: 'accounts.manage' },
];

/** The links on the left: the pages that the person's roles open, and one for each service. */
function useNavigation(loaded: Shown): NavigationGroup[] {
  const t = useT();
  const { signedIn, services } = loaded;
  const help: NavigationGroup = {
    items: [
      { to: paths.guide(), label: t('shell.nav.guide'), icon: 'guide' },
      { to: `mailto:${loaded.site.supportEmail}`, label: t('shell.nav.support'), icon: 'support' },
    ],
  };
  if (isProvider(signedIn.roles)) return [...providerNavigation(t, loaded), help];
  const own: NavigationGroup = {
    label: t('shell.nav.services'),
    items: services.map(({ serviceId, name }) => ({ to: paths.service(serviceId), label: name, icon: 'service' })),
  };
  const may = (permission: Permission) => isPermitted(signedIn.roles, permission);
  const accountPages = signedIn.roles.includes('serviceUser')
    ? []
    : ACCOUNT_PAGES.filter(({ permission }) => may(permission));
  const manage: NavigationGroup = {
    items: [
      { to: paths.dashboard(), label: t('shell.nav.dashboard'), icon: 'dashboard', exact: true },
      ...PAGES.filter(({ permission }) => may(permission)).map(({ label, to, icon }) => ({
        label: t(label),
        to,
        icon,
      })),
      ...(accountPages.length === 0
        ? []
        : [
            {
              // Who may not read about the company has the way to the own keys alone.
              to: may('accounts.read') ? paths.account() : paths.apiKeys(),
              label: t('shell.nav.account'),
              icon: 'account' as const,
              exact: true,
              children: accountPages.map(({ label, to }) => ({ label: t(label), to })),
            },
          ]),
    ],
  };
  return own.items.length === 0 ? [manage, help] : [manage, own, help];
}

/** The provider's pages: those of every day, and those of its administrators. */
function providerNavigation(t: Translate, { signedIn, site }: Shown): NavigationGroup[] {
  const everyDay: NavigationGroup = {
    items: [
      { to: paths.provider(), label: t('shell.nav.tasks'), icon: 'dashboard', exact: true },
      { to: paths.providerCustomers(), label: t('shell.nav.customers'), icon: 'account' },
      { to: paths.providerOrders(), label: t('shell.nav.allOrders'), icon: 'orders' },
      { to: paths.providerInvoices(), label: t('shell.nav.allInvoices'), icon: 'invoice' },
      { to: paths.providerReceivables(), label: t('shell.nav.receivables'), icon: 'payments' },
      { to: paths.providerMicrosoftAccounts(), label: t('shell.nav.tenantClaims'), icon: 'service' },
      { to: paths.providerOutbox(), label: t('shell.nav.outbox'), icon: 'mail' },
    ],
  };
  if (!isPermitted(signedIn.roles, 'provider.administer')) return [everyDay];
  const clock: NavigationGroup['items'] =
    site.mode === 'demo' ? [{ to: paths.providerClock(), label: t('shell.nav.clock'), icon: 'clock' }] : [];
  const administration: NavigationGroup = {
    items: [
      { to: paths.providerPriceList(), label: t('shell.nav.priceList'), icon: 'priceTag' },
      { to: paths.providerServices(), label: t('shell.nav.ownServices'), icon: 'service' },
      { to: paths.users(), label: t('shell.nav.staff'), icon: 'people' },
      { to: paths.providerConnection('microsoft'), label: t('shell.nav.connection'), icon: 'link' },
      { to: paths.providerAccount(), label: t('shell.nav.providerAccount'), icon: 'settings' },
      ...clock,
    ],
  };
  return [everyDay, administration];
}
