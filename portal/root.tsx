import '#ui/theme.css';
import { type ReactNode, useContext } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches, useRouteLoaderData } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { permissionsOf } from '#platform/permissions.ts';
import { useLocale } from '#ui/i18n.ts';
import plainPageUrl from '#ui/plain-page.js?url&no-inline';
import { ViewerProvider } from '#ui/viewer.tsx';
import type { Route } from './+types/root.ts';
import { NonceContext } from './shell/content-policy.ts';
import { FaultPage } from './shell/fault-page.tsx';
import { loadPageMessages, MESSAGES_ELEMENT_ID, useMessagesJson } from './shell/page-messages.ts';

export function loader({ context }: Route.LoaderArgs) {
  const { site, signedIn, actor, locale } = callerOf(context);
  return { site, locale, timeZone: signedIn?.timeZone ?? 'Europe/Rome', permissions: permissionsOf(actor.roles) };
}

/** A page that is opened by a link gets the texts that it needs while its data are read. */
const withPageMessages: Route.ClientMiddlewareFunction = async ({ request }, next) => {
  const [, result] = await Promise.all([loadPageMessages(new URL(request.url).pathname), next()]);
  return result;
};

export const clientMiddleware: Route.ClientMiddlewareFunction[] = [withPageMessages];

export function Layout({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const messagesJson = useMessagesJson();
  const nonce = useContext(NonceContext);
  const isPlain = useMatches().some(({ handle }) => isPlainHandle(handle));
  const site = useRouteLoaderData<typeof loader>('root')?.site;
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
        {site === undefined ? null : (
          // The browser hides the nonce from scripts, so that the attribute differs while the page takes over.
          <style nonce={nonce} suppressHydrationWarning>{`:root { --accent-base: ${site.accent}; }`}</style>
        )}
      </head>
      <body>
        {children}
        {isPlain ? (
          <script type="module" src={plainPageUrl} />
        ) : (
          <>
            <script
              id={MESSAGES_ELEMENT_ID}
              type="application/json"
              // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON of our own texts, without "<"
              dangerouslySetInnerHTML={{ __html: messagesJson }}
            />
            <ScrollRestoration nonce={nonce} />
            <Scripts />
          </>
        )}
      </body>
    </html>
  );
}

function isPlainHandle(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'isPlain' in handle && handle.isPlain === true;
}

export default function Root({ loaderData }: Route.ComponentProps) {
  const { site, timeZone, permissions } = loaderData;
  return (
    <ViewerProvider viewer={{ brandName: site.brandName, timeZone, nowIso: site.now, permissions }}>
      <Outlet />
    </ViewerProvider>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <FaultPage error={error} />;
}
