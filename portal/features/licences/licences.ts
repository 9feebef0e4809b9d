import { assignService } from './assign-service.ts';
import { getOverview } from './get-overview.ts';
import { getService } from './get-service.ts';
import { listMyServices } from './list-my-services.ts';
import { unassignService } from './unassign-service.ts';

/** The link and tile of a subscription, opened when its order is done. */
export { openService } from './open-service.ts';
/** The services that the caller may see, for the navigation; who may use them, for the demo. */
export { assignService, listMyServices };

export const licencesOperations = [listMyServices, getService, assignService, unassignService, getOverview];
