// Plain JavaScript, because it is loaded before everything else, by any Node: --import scripts/shift-clock.mjs.

/*
 * Shifts the clock of a process by CLOCK_SHIFT_MS, so that tests run on another day. Date and Temporal.Now are shifted
 * together, and with them whatever counts in them: the embedded database, sessions, cookies. Timers and
 * performance.now() measure durations and stay as they are, and so does the time of a PostgreSQL server. Times of files
 * are shifted when they are read and shifted back when they are set, because locks compare them with Date.
 */

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Shifts the clock of the page or process that calls it. Refers to nothing outside, so that it can be sent to a
 * browser.
 *
 * @param {number} shiftMs  what is added to the machine's time
 */
export function shiftClock(shiftMs) {
  const MachineDate = globalThis.Date;
  const now = () => MachineDate.now() + shiftMs;
  const ShiftedDate = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, given, made) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, made === ShiftedDate ? target : made),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  MachineDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;

  // Node 24 and some browsers have no Temporal, and a polyfill that is loaded later counts in Date.
  const machine = globalThis.Temporal?.Now;
  if (machine === undefined) return;
  const { instant, timeZoneId } = machine;
  const shifted = () => instant.call(machine).add({ milliseconds: shiftMs });
  const zoned = (zone) => shifted().toZonedDateTimeISO(zone ?? timeZoneId.call(machine));
  Object.assign(machine, {
    instant: shifted,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  });
}

/**
 * The environment in which a program and all that it starts begin at an instant instead of now.
 *
 * @param {string} startsAt  as `2026-12-31T23:50:00Z`
 * @param {string} [zone]  the time zone of the machine, as `Asia/Tokyo`; UTC when left out
 */
export function shiftedEnvironment(startsAt, zone = 'UTC') {
  const { CLOCK_SHIFT_MS = '0', NODE_OPTIONS = '' } = process.env;
  const machineNow = Date.now() - Number(CLOCK_SHIFT_MS);
  const shiftMs = Date.parse(startsAt) - machineNow;
  if (Number.isNaN(shiftMs)) throw new Error(`not an instant: "${startsAt}"`);
  const load = `--import=${import.meta.url}`;
  return {
    CLOCK_SHIFT_MS: String(shiftMs),
    NODE_OPTIONS: NODE_OPTIONS.includes(load) ? NODE_OPTIONS : `${NODE_OPTIONS} ${load}`.trim(),
    TZ: zone,
  };
}

/** @param {number} shiftMs  what is added to times of files */
function shiftFileTimes(shiftMs) {
  const shiftStats = (stats) => {
    if (typeof stats?.mtimeMs !== 'number') return stats;
    return Object.assign(stats, { mtimeMs: stats.mtimeMs + shiftMs, ctimeMs: stats.ctimeMs + shiftMs });
  };
  // As a date, as a number of seconds or as the text of one.
  const machineTime = (time) => (time instanceof Date ? time.getTime() / 1000 : Number(time)) - shiftMs / 1000;
  const { stat, statSync, utimes, utimesSync } = fs;
  Object.assign(fs, {
    stat: (path, ...given) => {
      const done = given.pop();
      stat(path, ...given, (error, stats) => done(error, shiftStats(stats)));
    },
    statSync: (...given) => shiftStats(statSync(...given)),
    utimes: (path, atime, mtime, done) => utimes(path, machineTime(atime), machineTime(mtime), done),
    utimesSync: (path, atime, mtime) => utimesSync(path, machineTime(atime), machineTime(mtime)),
  });
  syncBuiltinESMExports();
}

if (process.env.CLOCK_SHIFT_MS) {
  shiftClock(Number(process.env.CLOCK_SHIFT_MS));
  shiftFileTimes(Number(process.env.CLOCK_SHIFT_MS));
}
