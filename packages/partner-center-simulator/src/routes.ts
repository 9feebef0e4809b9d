import { agreementRoutes } from './agreement-routes.ts';
import { attestationRoutes } from './attestation-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { cartRoutes } from './cart-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { directoryRoleRoutes } from './directory-role-routes.ts';
import { directoryUserRoutes } from './directory-user-routes.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import { licenceRoutes } from './licence-routes.ts';
import { onboardingRoutes } from './onboarding-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { promotionRoutes } from './promotion-routes.ts';
import { qualificationRoutes } from './qualification-routes.ts';
import type { Route } from './route.ts';
import { salesFileRoute } from './sales-file-routes.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { supportContactRoutes } from './support-contact-routes.ts';
import { transitionRoutes } from './transition-routes.ts';
import { userRoutes } from './user-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** All routes of the imitated API, each with the page of Microsoft's that it imitates. */
export const routes: readonly Route[] = [
  ...catalogueRoutes,
  ...promotionRoutes,
  ...onboardingRoutes,
  ...customerRoutes,
  ...agreementRoutes,
  ...attestationRoutes,
  ...qualificationRoutes,
  ...cartRoutes,
  ...orderRoutes,
  ...subscriptionRoutes,
  ...transitionRoutes,
  ...supportContactRoutes,
  ...userRoutes,
  ...licenceRoutes,
  ...directoryRoleRoutes,
  ...directoryUserRoutes,
  ...invoiceRoutes,
  ...auditRoutes,
  ...webhookRoutes,
  salesFileRoute,
];
