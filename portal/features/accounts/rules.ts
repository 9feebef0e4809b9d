/**
 * True for an Italian partita IVA: eleven digits, the last one a check digit.
 *
 * The digits at odd places (first, third …) count as they are; those at even places are doubled, less nine when above
 * nine. All eleven together are a multiple of ten (the Luhn rule).
 *
 * @source D.P.R. 633/1972, art. 35; Agenzia delle Entrate, "Struttura della partita IVA"
 */
export function isVatNumber(text: string): boolean {
  if (!/^\d{11}$/.test(text) || /^0+$/.test(text)) return false;
  let sum = 0;
  for (const [place, digit] of [...text].entries()) {
    const value = Number(digit);
    const doubled = value * 2;
    sum += place % 2 === 0 ? value : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A company's codice fiscale has the form of a partita IVA; a sole trader's has sixteen letters and digits. */
export function isTaxCode(text: string): boolean {
  return isVatNumber(text) || /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/.test(text);
}

/** Time zones of Italian companies and their branches; the first is the default. */
export const TIME_ZONES = [
  'Europe/Rome',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Madrid',
  'Europe/Zurich',
  'Europe/Vienna',
  'Europe/Athens',
  'Europe/Bucharest',
  'UTC',
] as const;
