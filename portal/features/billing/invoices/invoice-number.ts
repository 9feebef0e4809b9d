type Numbered = Readonly<{ series: string; year: number; number: number }>;

/** The number as it stands on a document: `P/2026/12`. At most 20 characters, as FatturaPA allows. */
export function invoiceNumber({ series, year, number }: Numbered): string {
  return `${series}/${year}/${number}`;
}

/** Letters and digits of a series: with year and number at most 20 characters. */
export const SERIES_PATTERN = /^[A-Z0-9]{1,5}$/;
