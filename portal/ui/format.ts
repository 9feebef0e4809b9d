import { LOCALE_TAGS, type Locale } from './i18n.ts';

/** Money as loaders send it: an exact decimal as text, never a float. */
export type MoneyValue = Readonly<{ amount: string; currency: string }>;

/** Half-open, as in the rules: `startsOn` is charged, `endsBefore` is not. ISO calendar dates. */
export type PeriodValue = Readonly<{ startsOn: string; endsBefore: string }>;

/** A date this many calendar days away or nearer is also told in words ("tra 3 giorni"). */
export const RELATIVE_DAYS_MAX = 14;

/** Unit prices are not rounded in the rules; on a page four decimals show the difference. */
const UNIT_PRICE_DIGITS_MAX = 4;

const SYMBOLS: Readonly<Record<string, string>> = { EUR: '€', GBP: '£', USD: '$' };
const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * `€ 1.234,50` in Italian (with a no-break space), `€1,234.50` in English; a minus goes before the symbol. Decimals:
 * the currency's own, half up beyond, as what is paid is rounded.
 */
export function formatMoney(value: MoneyValue, locale: Locale): string {
  return writeMoney(value, locale, minorDigitsOf(value.currency));
}

/**
 * A price that stands beside the amount it was multiplied to: `€ 11,1426`. Decimals: at least the currency's own, at
 * most four, half up beyond, so that the reader who multiplies finds the amount.
 */
export function formatUnitPrice(value: MoneyValue, locale: Locale): string {
  return writeMoney(value, locale, Math.max(minorDigitsOf(value.currency), UNIT_PRICE_DIGITS_MAX));
}

function writeMoney({ amount, currency }: MoneyValue, locale: Locale, digitsMax: number): string {
  const minorDigits = minorDigitsOf(currency);
  const { negative, whole, fraction } = roundHalfUp(amount, digitsMax);
  const shown = fraction.replace(/0+$/, '').padEnd(minorDigits, '0');
  const text = `${group(whole, locale)}${shown === '' ? '' : DECIMAL_MARKS[locale]}${shown}`;
  const symbol = SYMBOLS[currency];
  const gap = locale === 'it' || symbol === undefined ? NO_BREAK_SPACE : '';
  return `${negative ? MINUS : ''}${symbol ?? currency}${gap}${text}`;
}

/** A stored decimal as people type it into a field: `1250,00` in Italian, `1250.00` in English. */
export function formatTyped(decimal: string, locale: Locale): string {
  return decimal.replace('.', DECIMAL_MARKS[locale]);
}

/** True for `-0.01`, false for `-0.00`. */
export function isNegative(amount: string): boolean {
  return amount.startsWith('-') && /[1-9]/.test(amount);
}

/** The amount without its sign. */
export function absolute({ amount, currency }: MoneyValue): MoneyValue {
  return { amount: amount.replace(/^-/, ''), currency };
}

/** Whole numbers: `1.234` in Italian, `1,234` in English. */
export function formatCount(count: number, locale: Locale): string {
  return `${count < 0 ? MINUS : ''}${group(String(Math.abs(Math.trunc(count))), locale)}`;
}

/** `12 mar 2026`; `long` gives `12 marzo 2026`. */
export function formatDate(plainDateIso: string, locale: Locale, style: 'short' | 'long' = 'short'): string {
  return dateFormat(locale, style, 'UTC').format(midnightUtc(plainDateIso));
}

/** The day on which an instant falls in a time zone: `2 dic 2026`; `long` gives `2 dicembre 2026`. */
export function formatInstantDate(
  instantIso: string,
  timeZone: string,
  locale: Locale,
  style: 'short' | 'long' = 'short',
): string {
  return dateFormat(locale, style, timeZone).format(epochMs(instantIso));
}

/** `2 dicembre 2026 alle 14:32`, `2 December 2026 at 14:32`; `short` gives `2 dic 2026, 14:32`. */
export function formatInstant(
  instantIso: string,
  timeZone: string,
  locale: Locale,
  style: 'short' | 'long' = 'long',
): string {
  const date = formatInstantDate(instantIso, timeZone, locale, style);
  const time = formatTime(instantIso, timeZone);
  if (style === 'short') return `${date}, ${time}`;
  return locale === 'it' ? `${date} alle ${time}` : `${date} at ${time}`;
}

/** `il 9 marzo 2027`, `l'11 marzo 2027`, `on 9 March 2027`: Italian joins the article to the day. */
export function formatOnDate(plainDateIso: string, locale: Locale): string {
  return `${onWord(plainDateIso, locale)}${formatDate(plainDateIso, locale, 'long')}`;
}

/** `il 2 dicembre 2026 alle 14:32`, `on 2 December 2026 at 14:32`. */
export function formatOnInstant(instantIso: string, timeZone: string, locale: Locale): string {
  const word = onWord(dateOfInstant(instantIso, timeZone), locale);
  return `${word}${formatInstant(instantIso, timeZone, locale)}`;
}

/** `fino al 9 marzo 2027`, `fino all'11 marzo 2027`, `until 9 March 2027`: Italian joins the article to the day. */
export function formatUntilDate(plainDateIso: string, locale: Locale): string {
  return `${untilWord(plainDateIso, locale)}${formatDate(plainDateIso, locale, 'long')}`;
}

/** `fino al 2 dicembre 2026 alle 14:32`, `until 2 December 2026 at 14:32`. */
export function formatUntilInstant(instantIso: string, timeZone: string, locale: Locale): string {
  const word = untilWord(dateOfInstant(instantIso, timeZone), locale);
  return `${word}${formatInstant(instantIso, timeZone, locale)}`;
}

/** `dic 2026`, of a month as `2026-12`; `long` gives `dicembre 2026`. */
export function formatMonth(monthIso: string, locale: Locale, style: 'short' | 'long' = 'short'): string {
  return monthFormat(locale, style).format(midnightUtc(`${monthIso}-01`));
}

/** The time of day, `14:32`, the same in both languages. */
export function formatTime(instantIso: string, timeZone: string): string {
  return timeFormat(timeZone).format(epochMs(instantIso));
}

/** The calendar date, ISO, on which an instant falls in a time zone. */
export function dateOfInstant(instantIso: string, timeZone: string): string {
  const parts = dayFormat(timeZone).formatToParts(epochMs(instantIso));
  const found = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}`;
}

/**
 * `domani`, `tra 3 giorni`, `5 giorni fa`: a date told from today. Undefined further than {@link RELATIVE_DAYS_MAX}
 * days away.
 *
 * @param todayIso  the calendar date of the reader, see {@link dateOfInstant}
 */
export function formatRelativeDay(plainDateIso: string, todayIso: string, locale: Locale): string | undefined {
  const days = Math.round((midnightUtc(plainDateIso) - midnightUtc(todayIso)) / DAY_MS);
  if (Math.abs(days) > RELATIVE_DAYS_MAX) return undefined;
  return relativeFormat(locale, 'auto').format(days, 'day');
}

/**
 * `tra 5 ore`, `10 minuti fa`, and from a day on in calendar days. Undefined further than {@link RELATIVE_DAYS_MAX}
 * days away.
 */
export function formatRelativeInstant(
  instantIso: string,
  nowIso: string,
  timeZone: string,
  locale: Locale,
): string | undefined {
  const distanceMs = epochMs(instantIso) - epochMs(nowIso);
  if (Math.abs(distanceMs) >= DAY_MS) {
    return formatRelativeDay(dateOfInstant(instantIso, timeZone), dateOfInstant(nowIso, timeZone), locale);
  }
  const words = relativeFormat(locale, 'always');
  if (Math.abs(distanceMs) >= HOUR_MS) return words.format(Math.trunc(distanceMs / HOUR_MS), 'hour');
  if (Math.abs(distanceMs) < MINUTE_MS) return relativeFormat(locale, 'auto').format(0, 'second');
  return words.format(Math.trunc(distanceMs / MINUTE_MS), 'minute');
}

/** The rest of a window: `6 g 23 h`, `3 h 12 min`, `42 min`. Undefined when it has passed. */
export function formatRemaining(untilIso: string, nowIso: string, locale: Locale): string | undefined {
  const leftMs = epochMs(untilIso) - epochMs(nowIso);
  if (leftMs <= 0) return undefined;
  const days = Math.floor(leftMs / DAY_MS);
  const hours = Math.floor((leftMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((leftMs % HOUR_MS) / MINUTE_MS);
  if (days > 0) return `${days} ${locale === 'it' ? 'g' : 'd'} ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return `${Math.max(minutes, 1)} min`;
}

/** `12 mar 2026 – 11 mar 2027, 1 anno`: both days are part of the period; of a single day `12 mar 2026`. */
export function formatPeriod(period: PeriodValue, locale: Locale): string {
  const from = formatDate(period.startsOn, locale);
  const to = formatDate(lastDayOf(period), locale);
  if (from === to) return from;
  return `${from} – ${to}, ${formatLength(period, locale)}`;
}

/** `1 anno`, `3 anni`, `1 mese`, and `17 giorni` for what is no whole number of months. */
export function formatLength(period: PeriodValue, locale: Locale): string {
  const months = wholeMonths(period);
  if (months === undefined) {
    const days = Math.round((midnightUtc(period.endsBefore) - midnightUtc(period.startsOn)) / DAY_MS);
    return formatUnit(days, 'day', locale);
  }
  return months % 12 === 0 ? formatUnit(months / 12, 'year', locale) : formatUnit(months, 'month', locale);
}

/** The last day of a half-open period, as people say it. */
export function lastDayOf({ endsBefore }: PeriodValue): string {
  return isoDate(midnightUtc(endsBefore) - DAY_MS);
}

/** The position of a date between two others, from 0 to 1; dates outside are at the ends. */
export function positionBetween(dateIso: string, fromIso: string, toIso: string): number {
  const from = midnightUtc(fromIso);
  const whole = midnightUtc(toIso) - from;
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, (midnightUtc(dateIso) - from) / whole));
}

const DECIMAL_MARKS = { it: ',', en: '.' } as const satisfies Record<Locale, string>;
const GROUP_MARKS = { it: '.', en: ',' } as const satisfies Record<Locale, string>;

function group(digits: string, locale: Locale): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, GROUP_MARKS[locale]);
}

// A formatter costs a hundred times what it formats: each is made once. Their words are few: languages, zones,
// currencies.

const minorDigitsOf = once(
  (currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2,
);

const dateFormat = once(
  (locale: Locale, style: 'short' | 'long', timeZone: string) =>
    new Intl.DateTimeFormat(LOCALE_TAGS[locale], { day: 'numeric', month: style, year: 'numeric', timeZone }),
);

const monthFormat = once(
  (locale: Locale, style: 'short' | 'long') =>
    new Intl.DateTimeFormat(LOCALE_TAGS[locale], { month: style, year: 'numeric', timeZone: 'UTC' }),
);

const timeFormat = once(
  (timeZone: string) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }),
);

const dayFormat = once(
  (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }),
);

const relativeFormat = once(
  (locale: Locale, numeric: 'auto' | 'always') => new Intl.RelativeTimeFormat(LOCALE_TAGS[locale], { numeric }),
);

const unitFormat = once(
  (locale: Locale, unit: 'day' | 'month' | 'year') =>
    new Intl.NumberFormat(LOCALE_TAGS[locale], { style: 'unit', unit, unitDisplay: 'long' }),
);

function once<Words extends string[], Made>(make: (...words: Words) => Made): (...words: Words) => Made {
  const made = new Map<string, Made>();
  return (...words) => {
    const key = words.join();
    const found = made.get(key) ?? make(...words);
    made.set(key, found);
    return found;
  };
}

/** Rounds decimal text half up (away from zero) to so many decimals, exactly. */
function roundHalfUp(amount: string, digits: number): { negative: boolean; whole: string; fraction: string } {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) throw new Error(`"${amount}" is not a decimal amount`);
  const [, sign, whole = '', fraction = ''] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const up = fraction.charAt(digits) >= '5' ? 1n : 0n;
  const scaled = String(BigInt(`${whole}${kept}`) + up).padStart(digits + 1, '0');
  return {
    negative: sign === '-' && /[1-9]/.test(scaled),
    whole: scaled.slice(0, scaled.length - digits),
    fraction: scaled.slice(scaled.length - digits),
  };
}

function onWord(plainDateIso: string, locale: Locale): string {
  if (locale === 'en') return 'on ';
  return beginsWithVowel(plainDateIso) ? "l'" : 'il ';
}

function untilWord(plainDateIso: string, locale: Locale): string {
  if (locale === 'en') return 'until ';
  return beginsWithVowel(plainDateIso) ? "fino all'" : 'fino al ';
}

/** The two days of a month whose Italian names begin with a vowel: otto, undici. */
function beginsWithVowel(plainDateIso: string): boolean {
  return ['08', '11'].includes(plainDateIso.slice(8, 10));
}

function formatUnit(count: number, unit: 'day' | 'month' | 'year', locale: Locale): string {
  return unitFormat(locale, unit).format(count);
}

/** Whole months from start to end, month ends clamped; undefined when the period does not end on its day. */
function wholeMonths({ startsOn, endsBefore }: PeriodValue): number | undefined {
  const start = yearMonthDay(startsOn);
  const end = yearMonthDay(endsBefore);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const anchorDay = Math.min(start.day, daysInMonth(end.year, end.month));
  return months > 0 && end.day === anchorDay ? months : undefined;
}

function yearMonthDay(plainDateIso: string): { year: number; month: number; day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plainDateIso);
  if (match === null) throw new Error(`"${plainDateIso}" is not a calendar date`);
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

// Browsers without Temporal run these too, and Intl takes milliseconds: the only places where `Date` is spoken.

function midnightUtc(plainDateIso: string): number {
  const { year, month, day } = yearMonthDay(plainDateIso);
  return Date.UTC(year, month - 1, day);
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function epochMs(instantIso: string): number {
  const ms = Date.parse(instantIso);
  if (Number.isNaN(ms)) throw new Error(`"${instantIso}" is not an instant`);
  return ms;
}
