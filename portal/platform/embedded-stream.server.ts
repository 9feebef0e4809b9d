import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

const STARTED = Buffer.concat([message('R', 0, 0, 0, 0), message('Z', 'I'.charCodeAt(0))]);
/**
 * Ends the rest of a closed connection, as on a server: its transaction, and the statements that it had prepared.
 */
const RESET = message('Q', ...Buffer.from('rollback; deallocate all\0'));
const TERMINATE = 'X'.charCodeAt(0);

/**
 * The wire between the driver of PostgreSQL and the embedded database, in place of a socket: both speak PostgreSQL's
 * protocol. So one driver serves both databases, and a query's messages (parse, bind, describe, execute, sync) cross
 * into the embedded one together. It has a single session: no more than one such stream may be open.
 *
 * @source PostgreSQL, "Frontend/Backend Protocol", message formats
 */
export class EmbeddedStream extends Duplex {
  readonly #database: PGlite;
  #isStarted = false;

  constructor(database: PGlite) {
    super();
    this.#database = database;
  }

  // The driver takes its stream for a socket.
  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  /** The driver writes whole messages, however many of them. */
  async #send(messages: Buffer): Promise<void> {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.push(STARTED);
    } else if (messages[0] === TERMINATE) {
      await this.#database.execProtocolRaw(RESET);
      this.push(null);
    } else {
      this.push(await this.#database.execProtocolRaw(messages));
    }
  }
}

/** Type, length of what follows (with itself), content. */
function message(type: string, ...content: number[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content)]);
}
