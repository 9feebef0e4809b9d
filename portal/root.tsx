import '#ui/theme.css';
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { useLocale } from '#ui/i18n.ts';
import { cssVariablesResolver, theme } from '#ui/theme.ts';
import { ViewerProvider } from '#ui/viewer.tsx';
import type { Route } from './+types/root.ts';
import { FaultPage } from './shell/fault-page.tsx';

export function loader({ context }: Route.LoaderArgs) {
  const { site, signedIn, locale } = callerOf(context);
  return { site, locale, timeZone: signedIn?.timeZone ?? 'Europe/Rome' };
}

export function Layout({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const site = useRouteLoaderData<typeof loader>('root')?.site;
  return (
    <html lang={locale} {...mantineHtmlProps} style={{ '--accent-base': site?.accent } as CSSProperties}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <ColorSchemeScript defaultColorScheme="auto" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
          {children}
        </MantineProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root({ loaderData }: Route.ComponentProps) {
  return (
    <ViewerProvider
      viewer={{ brandName: loaderData.site.brandName, timeZone: loaderData.timeZone, nowIso: loaderData.site.now }}
    >
      <Outlet />
    </ViewerProvider>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <FaultPage error={error} />;
}
