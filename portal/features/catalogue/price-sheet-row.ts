/** Why a row of a price sheet was left out. */
export type RejectReason =
  | 'columnCount'
  | 'quoting'
  | 'productIdMissing'
  | 'skuIdMissing'
  | 'skuIdTooLong'
  | 'titleMissing'
  | 'currencyInvalid'
  | 'marketMissing'
  | 'priceInvalid'
  | 'priceNegative'
  | 'dateInvalid'
  | 'datesReversed';

/** `line` is the first line of the row in the file, counted from 1 with the header. */
export type RejectedRow = Readonly<{ line: number; reason: RejectReason; value: string }>;
