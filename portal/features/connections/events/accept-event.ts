import { createHash } from 'node:crypto';
import type { AppContext } from '#platform/operation.server.ts';
import { EventRefused } from '../vendor-connection.ts';
import { receiveEvent } from './receive-event.job.ts';

/** Events are short texts. */
export const EVENT_BYTES_MAX = 64 * 1024;

/**
 * Takes a request of a vendor with an event: verifies its signature and stores a job, so that the event survives a kill
 * once it was answered.
 *
 * @returns the status of the answer: 404 for a vendor without events, 401 for a request that is not the vendor's
 */
export async function acceptEvent(app: AppContext, vendor: string, request: Request): Promise<200 | 401 | 404> {
  const connections = app.services.vendorConnections;
  const connection = Object.hasOwn(connections, vendor) ? connections[vendor] : undefined;
  if (connection === undefined) return 404;
  const body = new Uint8Array(await request.arrayBuffer());
  try {
    const event = await connection.readEvent(body, request.headers);
    const id = createHash('sha256').update(body).digest('hex');
    await app.database.transaction({ kind: 'system' }, (tx) =>
      app.queue.start(tx, receiveEvent, { vendor, id, ...event }, { key: `vendor-event:${id}` }),
    );
    app.queue.wake();
    return 200;
  } catch (error) {
    if (!(error instanceof EventRefused)) throw error;
    app.log.warn({ vendor, reason: error.message }, 'an event was refused');
    return 401;
  }
}
