/** The length of an IBAN by country; others are checked by their digits alone. */
const LENGTHS: Readonly<Record<string, number>> = { IT: 27, SM: 27, DE: 22, FR: 27, ES: 24, AT: 20, CH: 21, GB: 22 };

/**
 * True for an IBAN without blanks: four characters moved to the end and letters read as 10 to 35, the number leaves 1
 * when divided by 97.
 *
 * @source ISO 13616-1; ISO 7064, MOD 97-10
 */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const length = LENGTHS[text.slice(0, 2)];
  if (length !== undefined && text.length !== length) return false;
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) =>
    String(Number.parseInt(letter, 36)),
  );
  return BigInt(digits) % 97n === 1n;
}
