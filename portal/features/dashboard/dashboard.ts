import { getOverview } from './get-overview.ts';

export const dashboardOperations = [getOverview];
