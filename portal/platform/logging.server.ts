import { type DestinationStream, pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
};

/**
 * Structured lines, English, constant text first and values as fields; ids rather than names, no secrets, no personal
 * data.
 *
 * @param destination  standard output by default
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  const redact = {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[secret]',
  };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, destination);
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
