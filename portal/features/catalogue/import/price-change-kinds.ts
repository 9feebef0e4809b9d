export const PRICE_IMPORT_STATUSES = ['draft', 'published', 'rolledBack', 'discarded'] as const;
export type PriceImportStatus = (typeof PRICE_IMPORT_STATUSES)[number];

/** `other`: the cost or the dates change, not the price. */
export const PRICE_CHANGE_KINDS = ['new', 'gone', 'dearer', 'cheaper', 'other'] as const;
export type PriceChangeKind = (typeof PRICE_CHANGE_KINDS)[number];

/** Why a price waits for the provider's word. */
export const PRICE_HOLD_REASONS = ['retailZero', 'costAbovePrice', 'movedTooFar'] as const;
export type PriceHoldReason = (typeof PRICE_HOLD_REASONS)[number];
