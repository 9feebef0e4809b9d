import { assignService } from './assign-service.ts';
import { getService } from './get-service.ts';
import { listMyServices } from './list-my-services.ts';
import { unassignService } from './unassign-service.ts';

/** Seats given to people, over all services of the account. */
export { countAssignedSeats } from './count-assigned-seats.ts';
/** The services of people, which `users` needs. */
export { heldServices } from './held-services.ts';
/** The people who hold seats of a subscription, for `Services.listSeatHolders`. */
export { listSeatHolders } from './list-seat-holders.ts';
/** Gives the people of a subscription the service of the one that it has moved into. */
export { moveAssignments } from './move-assignments.ts';
/** Gives a subscription its link and tile when its order is done. */
export { openService } from './open-service.ts';
/** Services that the caller may see, for the navigation and the dashboard; assignment, for the demo. */
export { assignService, listMyServices };

export const licencesOperations = [listMyServices, getService, assignService, unassignService];
