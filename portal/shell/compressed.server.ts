import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress';

/** Shorter answers are sent as they are, where their length is known. */
const COMPRESSED_FROM_BYTES = 1024;

/** A middle way: higher levels cost more time than they save on the wire for answers that are made once. */
const BROTLI_QUALITY = 5;
const BROTLI_PARAMS = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };

/** Answers whose length is known, up to this one, are compressed in one piece. */
const WHOLE_UP_TO_BYTES = 1_000_000;

/**
 * Compresses pages, their data and REST answers, by brotli or gzip as the client prefers: in one piece where the length
 * is known, which takes half the time, else while they are sent. Then each piece that the application writes is sent at
 * once, so that a streamed answer is not held back. An answer that
 * is compressed already, such as a static file, stays as it is; Hono's own middleware speaks no brotli and does not
 * flush.
 */
export const compressed: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers, body, status } = c.res;
  if (!COMPRESSIBLE_CONTENT_TYPE_REGEX.test(headers.get('Content-Type') ?? '')) return;
  if (headers.has('Content-Encoding') || /\bno-transform\b/.test(headers.get('Cache-Control') ?? '')) return;
  c.header('Vary', 'Accept-Encoding', { append: true });

  const length = headers.get('Content-Length');
  const isShort = length !== null && Number(length) < COMPRESSED_FROM_BYTES;
  if (body === null || isShort || status === 206 || c.req.method === 'HEAD') return;
  const encoding = accepts(c, { header: 'Accept-Encoding', supports: ['br', 'gzip'], default: 'identity' });
  if (encoding === 'identity') return;

  const finish = (compressedBody: BodyInit, compressedLength?: number) => {
    c.res = new Response(compressedBody, c.res);
    if (compressedLength === undefined) c.res.headers.delete('Content-Length');
    else c.res.headers.set('Content-Length', String(compressedLength));
    c.res.headers.set('Content-Encoding', encoding);
    const etag = headers.get('ETag');
    if (etag !== null && !etag.startsWith('W/')) c.res.headers.set('ETag', `W/${etag}`);
  };

  if (length !== null && Number(length) <= WHOLE_UP_TO_BYTES) {
    const whole = await c.res.arrayBuffer();
    const answer = encoding === 'br' ? await brotliOf(whole, { params: BROTLI_PARAMS }) : await gzipOf(whole);
    finish(answer, answer.length);
    return;
  }
  const compressor = encoding === 'br' ? brotliStream() : gzipStream();
  // A reader that goes away ends both; the error of a source that breaks reaches the reader as a broken answer.
  const source = Readable.fromWeb(body as NodeReadableStream);
  source.on('error', (error) => compressor.destroy(error));
  compressor.on('close', () => source.destroy());
  source.pipe(compressor);

  finish(Readable.toWeb(compressor) as ReadableStream);
};

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

function brotliStream() {
  return createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH, params: BROTLI_PARAMS });
}

function gzipStream() {
  return createGzip({ flush: constants.Z_SYNC_FLUSH });
}
