// Plain JavaScript, because it is loaded before everything else, by any Node: --import scripts/shift-clock.mjs.

/*
 * Shifts the clock of a process by CLOCK_SHIFT_MS, so that tests run on another day. Date and Temporal.Now are shifted
 * together, and with them whatever counts in them: the embedded database, sessions, cookies. Timers and
 * performance.now() measure durations and stay as they are, as do the time of files and of a PostgreSQL server.
 */

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

if (process.env.CLOCK_SHIFT_MS) shiftClock(Number(process.env.CLOCK_SHIFT_MS));
