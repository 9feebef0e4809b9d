import type { Route } from '../+types/provider-order-page.ts';

/** An order as the provider's page of it has loaded it. */
export type ProviderOrder = Route.ComponentProps['loaderData']['order'];
