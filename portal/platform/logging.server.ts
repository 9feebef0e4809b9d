import { type DestinationStream, pino } from 'pino';
import { safeError } from './safe-error.ts';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
};

/** Fields that are never written, at the first level or below it. */
const SECRET_FIELDS = [
  ...['password', 'token', 'authorization', 'cookie', 'secret', 'clientSecret', 'refreshToken', 'apiKey', 'key'],
  ...['login', 'email', 'address', 'recipient', 'params', 'body', 'headers'],
];

/**
 * Structured lines, English, constant text first and values as fields; ids rather than names, no secrets, no personal
 * data. Of an error, given as `err`, only the parts are written that hold none: see `safe-error.ts`.
 *
 * @param destination  standard output by default
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
      serializers: { err: safeError, error: safeError },
    },
    destination,
  );
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
