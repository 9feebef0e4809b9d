import { topUpCredit } from './top-up-credit.ts';

/** Adds prepaid credit, for the demo. */
export { topUpCredit };

export const providerOperations = [topUpCredit];
