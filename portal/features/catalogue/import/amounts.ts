import { Decimal } from '@licence-portal/nce';

/** How an amount was written: `ambiguous` may mean either sign until another amount of the file decides. */
export type AmountReading =
  | Readonly<{ amount: string }>
  | Readonly<{ fault: 'priceInvalid' | 'priceOtherSign' | 'priceAmbiguous' }>;

type Sign = '.' | ',';

/**
 * Reads the amounts of one file. The decimal sign is decided once, by the first amount that can mean only one thing
 * (`57,6`, `1.234,56`, `0.125`), and holds for the whole file: `1,234` is a thousand where the sign is a point, and one
 * and a bit where it is a comma. An amount that needs the other sign is refused.
 *
 * Amounts are zero or more and become plain decimal text; floats of Excel (`1184.4000000000001`) are rounded to nine
 * decimals.
 */
export class AmountReader {
  #sign: Sign | undefined;

  /** The sign is known; `ambiguous` is no longer an answer. */
  get isDecided(): boolean {
    return this.#sign !== undefined;
  }

  /** Learns from an amount without reading it. */
  observe(text: string): void {
    this.#sign ??= onlySignOf(text);
  }

  read(text: string): AmountReading {
    if (/^\d{1,12}$/.test(text)) return { amount: new Decimal(text).toFixed() };
    if (!isAmount(text)) return { fault: 'priceInvalid' };
    this.observe(text);
    if (this.#sign === undefined) return { fault: 'priceAmbiguous' };
    const needed = onlySignOf(text);
    if (needed !== undefined && needed !== this.#sign) return { fault: 'priceOtherSign' };
    const plain = this.#sign === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.');
    return { amount: new Decimal(plain).toDecimalPlaces(9, Decimal.ROUND_HALF_UP).toFixed() };
  }
}

const GROUPED_THEN_COMMA = /^[1-9]\d{0,2}(\.\d{3})+(,\d{1,20})?$/;
const GROUPED_THEN_POINT = /^[1-9]\d{0,2}(,\d{3})+(\.\d{1,20})?$/;
const ONE_SIGN = /^\d{1,12}[.,]\d{1,20}$/;

function isAmount(text: string): boolean {
  return GROUPED_THEN_COMMA.test(text) || GROUPED_THEN_POINT.test(text) || ONE_SIGN.test(text);
}

/** The decimal sign without which the text is no amount; undefined where both would do, or none is needed. */
function onlySignOf(text: string): Sign | undefined {
  if (!isAmount(text)) return undefined;
  const canBePoint = GROUPED_THEN_POINT.test(text) || /^\d{1,12}\.\d{1,20}$/.test(text);
  const canBeComma = GROUPED_THEN_COMMA.test(text) || /^\d{1,12},\d{1,20}$/.test(text);
  if (canBePoint === canBeComma) return undefined;
  return canBePoint ? '.' : ',';
}
