import { expect, test } from 'vitest';
import {
  absolute,
  dateOfInstant,
  formatCount,
  formatDate,
  formatInstant,
  formatInstantDate,
  formatLength,
  formatMoney,
  formatOnDate,
  formatOnInstant,
  formatPeriod,
  formatRelativeDay,
  formatRelativeInstant,
  formatRemaining,
  formatTime,
  formatUnitPrice,
  formatUntilDate,
  formatUntilInstant,
  isNegative,
  lastDayOf,
  positionBetween,
} from './format.ts';

const NBSP = '\u00a0';

test.each([
  ['1234.5', 'EUR', `€${NBSP}1.234,50`, '€1,234.50'],
  ['0', 'EUR', `€${NBSP}0,00`, '€0.00'],
  ['-118.4', 'EUR', `−€${NBSP}118,40`, '−€118.40'],
  ['-0.00', 'EUR', `€${NBSP}0,00`, '€0.00'],
  ['224.145', 'EUR', `€${NBSP}224,15`, '€224.15'],
  ['-0.004', 'EUR', `€${NBSP}0,00`, '€0.00'],
  ['99.995', 'EUR', `€${NBSP}100,00`, '€100.00'],
  ['12345678901234567890.01', 'EUR', `€${NBSP}12.345.678.901.234.567.890,01`, '€12,345,678,901,234,567,890.01'],
  ['999', 'JPY', `JPY${NBSP}999`, `JPY${NBSP}999`],
  ['5', 'CHF', `CHF${NBSP}5,00`, `CHF${NBSP}5.00`],
])('money %s %s is written in both languages', (amount, currency, italian, english) => {
  expect(formatMoney({ amount, currency }, 'it')).toBe(italian);
  expect(formatMoney({ amount, currency }, 'en')).toBe(english);
});

test.each([
  ['10.3333', `€${NBSP}10,3333`, '€10.3333'],
  ['10.5000', `€${NBSP}10,50`, '€10.50'],
  ['2.352', `€${NBSP}2,352`, '€2.352'],
  ['0.00005', `€${NBSP}0,0001`, '€0.0001'],
  ['0.00004999', `€${NBSP}0,00`, '€0.00'],
  ['99.99995', `€${NBSP}100,00`, '€100.00'],
])('a unit price %s keeps the decimals that multiplying needs', (amount, italian, english) => {
  expect(formatUnitPrice({ amount, currency: 'EUR' }, 'it')).toBe(italian);
  expect(formatUnitPrice({ amount, currency: 'EUR' }, 'en')).toBe(english);
});

test.each(['', '1e3', '1,5', 'NaN', '.5', ' 1'])('money refuses the text "%s"', (amount) => {
  expect(() => formatMoney({ amount, currency: 'EUR' }, 'it')).toThrow('not a decimal amount');
});

test('a refund of nothing is not negative', () => {
  expect(isNegative('-0.00')).toBe(false);
  expect(isNegative('-0.01')).toBe(true);
  expect(absolute({ amount: '-3.20', currency: 'EUR' })).toEqual({ amount: '3.20', currency: 'EUR' });
});

test('counts are grouped from a thousand on', () => {
  expect(formatCount(999, 'it')).toBe('999');
  expect(formatCount(1234, 'it')).toBe('1.234');
  expect(formatCount(-1234567, 'en')).toBe('−1,234,567');
});

test('dates have the month in words', () => {
  expect(formatDate('2026-03-12', 'it')).toBe('12 mar 2026');
  expect(formatDate('2026-03-12', 'it', 'long')).toBe('12 marzo 2026');
  expect(formatDate('2026-03-12', 'en')).toBe('12 Mar 2026');
});

test('a text that is no date is refused', () => {
  expect(() => formatDate('12/03/2026', 'it')).toThrow('not a calendar date');
  expect(() => formatInstantDate('yesterday', 'UTC', 'it')).toThrow('not an instant');
});

test('an instant is shown in the time zone of the account', () => {
  const instant = '2026-12-02T13:32:00Z';
  expect(formatInstant(instant, 'Europe/Rome', 'it')).toBe('2 dicembre 2026 alle 14:32');
  expect(formatInstant(instant, 'Europe/Rome', 'en')).toBe('2 December 2026 at 14:32');
  expect(formatInstant(instant, 'UTC', 'it', 'short')).toBe('2 dic 2026, 13:32');
  expect(formatTime('2026-12-01T23:05:00Z', 'Europe/Rome')).toBe('00:05');
});

test('a limit has the article that its day takes', () => {
  expect(formatUntilDate('2027-03-11', 'it')).toBe("fino all'11 marzo 2027");
  expect(formatUntilDate('2027-03-08', 'it')).toBe("fino all'8 marzo 2027");
  expect(formatUntilDate('2027-03-18', 'it')).toBe('fino al 18 marzo 2027');
  expect(formatUntilDate('2027-03-11', 'en')).toBe('until 11 March 2027');
  expect(formatUntilInstant('2026-12-10T23:30:00Z', 'Europe/Rome', 'it')).toBe("fino all'11 dicembre 2026 alle 00:30");
});

test('a day has the article that it takes', () => {
  expect(formatOnDate('2027-03-11', 'it')).toBe("l'11 marzo 2027");
  expect(formatOnDate('2027-03-12', 'it')).toBe('il 12 marzo 2027');
  expect(formatOnDate('2027-03-12', 'en')).toBe('on 12 March 2027');
  expect(formatOnInstant('2026-12-07T23:30:00Z', 'Europe/Rome', 'it')).toBe("l'8 dicembre 2026 alle 00:30");
});

test('the day of an instant follows the time zone', () => {
  expect(dateOfInstant('2026-12-01T23:30:00Z', 'Europe/Rome')).toBe('2026-12-02');
  expect(dateOfInstant('2026-12-01T23:30:00Z', 'UTC')).toBe('2026-12-01');
  expect(formatInstantDate('2026-12-01T23:30:00Z', 'Europe/Rome', 'it')).toBe('2 dic 2026');
});

test('days up to two weeks away are shown relative to today', () => {
  expect(formatRelativeDay('2026-11-26', '2026-11-25', 'it')).toBe('domani');
  expect(formatRelativeDay('2026-11-28', '2026-11-25', 'it')).toBe('tra 3 giorni');
  expect(formatRelativeDay('2026-11-20', '2026-11-25', 'en')).toBe('5 days ago');
  expect(formatRelativeDay('2026-12-09', '2026-11-25', 'it')).toBe('tra 14 giorni');
  expect(formatRelativeDay('2026-12-10', '2026-11-25', 'it')).toBeUndefined();
});

test('instants within a day are shown in hours and minutes', () => {
  const now = '2026-11-25T10:00:00Z';
  expect(formatRelativeInstant('2026-11-25T15:30:00Z', now, 'Europe/Rome', 'it')).toBe('tra 5 ore');
  expect(formatRelativeInstant('2026-11-25T09:50:00Z', now, 'Europe/Rome', 'it')).toBe('10 minuti fa');
  expect(formatRelativeInstant('2026-11-25T10:00:30Z', now, 'Europe/Rome', 'it')).toBe('ora');
  expect(formatRelativeInstant('2026-12-02T10:00:00Z', now, 'Europe/Rome', 'it')).toBe('tra 7 giorni');
  expect(formatRelativeInstant('2027-01-02T10:00:00Z', now, 'Europe/Rome', 'it')).toBeUndefined();
});

test('the time left of a window has two units', () => {
  const now = '2026-11-25T10:00:00Z';
  expect(formatRemaining('2026-12-02T09:30:00Z', now, 'it')).toBe('6 g 23 h');
  expect(formatRemaining('2026-12-02T09:30:00Z', now, 'en')).toBe('6 d 23 h');
  expect(formatRemaining('2026-11-25T13:12:00Z', now, 'it')).toBe('3 h 12 min');
  expect(formatRemaining('2026-11-25T10:00:10Z', now, 'it')).toBe('1 min');
  expect(formatRemaining(now, now, 'it')).toBeUndefined();
});

test.each([
  ['2026-03-12', '2027-03-12', '12 mar 2026 – 11 mar 2027, 1 anno'],
  ['2026-03-12', '2029-03-12', '12 mar 2026 – 11 mar 2029, 3 anni'],
  ['2026-01-31', '2026-02-28', '31 gen 2026 – 27 feb 2026, 1 mese'],
  ['2026-11-25', '2026-12-12', '25 nov 2026 – 11 dic 2026, 17 giorni'],
])('the period from %s to before %s', (startsOn, endsBefore, text) => {
  expect(formatPeriod({ startsOn, endsBefore }, 'it')).toBe(text);
});

test('a period is also shown with its length and its last day', () => {
  expect(formatLength({ startsOn: '2026-03-12', endsBefore: '2026-09-12' }, 'en')).toBe('6 months');
  expect(lastDayOf({ startsOn: '2026-02-01', endsBefore: '2026-03-01' })).toBe('2026-02-28');
});

test('a place on a time line is held at its ends', () => {
  expect(positionBetween('2026-01-06', '2026-01-01', '2026-01-11')).toBe(0.5);
  expect(positionBetween('2025-01-06', '2026-01-01', '2026-01-11')).toBe(0);
  expect(positionBetween('2027-01-06', '2026-01-01', '2026-01-11')).toBe(1);
});
