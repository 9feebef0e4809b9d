/**
 * The database does not answer: it has not started yet, it restarts, or the network to it is cut. Nothing of the
 * transaction that met this was committed, unless the connection broke during the commit itself.
 */
export class DatabaseAway extends Error {
  readonly isDatabaseAway = true;

  constructor(cause: unknown) {
    super('the database does not answer', { cause });
    this.name = 'DatabaseAway';
  }
}

/** Also for an error of another copy of this module, and for one that wraps it. */
export function isDatabaseAway(error: unknown): boolean {
  return someCause(error, (one) => one.isDatabaseAway === true);
}

/** Seconds after which a caller may try again. */
export const DATABASE_RETRY_SECONDS = 5;

/**
 * Codes of the system and the network for "nobody listens there": a socket or a name that is not there yet included.
 */
const NETWORK_CODES = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'EHOSTDOWN', 'ECONNABORTED'],
];

/** PostgreSQL: connection exceptions, shutdown, crash, start-up, too many connections. */
const SERVER_CODES = /^(08...|57P0[1235]|53300)$/;

/**
 * Sentences of the driver about a connection that is gone, which carry no code.
 *
 * @source node-postgres, `lib/client.js` and pg-pool, `index.js`
 */
const DRIVER_SENTENCES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'timeout exceeded when trying to connect',
  'timeout expired',
];

/** Does an error of the driver, or one that caused it, say that the database cannot be reached? */
export function isConnectionFault(error: unknown): boolean {
  return someCause(error, ({ code, severity, syscall, message }) => {
    if (typeof code === 'string') {
      if (typeof severity === 'string') return SERVER_CODES.test(code);
      return NETWORK_CODES.includes(code) && (typeof syscall === 'string' || code !== 'ENOENT');
    }
    return typeof message === 'string' && DRIVER_SENTENCES.some((sentence) => message.startsWith(sentence));
  });
}

type Fields = Readonly<Record<string, unknown>>;

/** Holds `condition` for an error, one that caused it, or one of those that it gathers? */
function someCause(error: unknown, condition: (fields: Fields) => boolean): boolean {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 6; depth += 1) {
    const fields = one as Fields;
    if (condition(fields)) return true;
    // A name with several addresses: one error gathers those of all.
    if (Array.isArray(fields.errors) && fields.errors.some((each) => someCause(each, condition))) return true;
    one = fields.cause;
  }
  return false;
}
