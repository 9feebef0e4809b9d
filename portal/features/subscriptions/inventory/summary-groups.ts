/** What the costs of subscriptions are summed by. */
export const SUMMARY_GROUPS = ['product', 'tenant', 'costCentre'] as const;
export type SummaryGroup = (typeof SUMMARY_GROUPS)[number];
