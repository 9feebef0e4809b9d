import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { SimulatorOptions } from './settings.ts';
import { settleAll } from './settle-customer.ts';
import { ConnectionDropped, createSimulator, type Simulator } from './simulator.ts';
import { stateFile } from './state-file.ts';

/** The interval at which due events are delivered, in machine time. */
const LOOK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 60_000;

export type RunningSimulator = Readonly<{
  /**
   * The address, without a slash at the end. It serves Partner Center, the sign-in service and the price sheet host.
   */
  url: string;
  simulator: Simulator;
  /** Saves the state and stops answering. */
  close: () => Promise<void>;
}>;

/**
 * Serves a simulator over HTTP.
 *
 * @param options.port 0 takes any free port. Rejects if the port is in use
 * @param options.savesBeforeAnswer false saves the state soon after an answer instead, which is quicker
 */
export async function startSimulator(
  options: SimulatorOptions & { port?: number; host?: string; savesBeforeAnswer?: boolean } = {},
): Promise<RunningSimulator> {
  const { port = 0, host = '127.0.0.1', savesBeforeAnswer = true, ...simulatorOptions } = options;
  const file = options.stateFile === undefined ? undefined : stateFile(options.stateFile, () => simulator.world.state);
  const saved = file?.read();
  // A new simulator calls `touch` while it is being created: there is nothing to save yet.
  let isReady = false;
  const simulator: Simulator = createSimulator(simulatorOptions, {
    saved,
    touch: () => {
      if (isReady) file?.changed();
    },
  });
  isReady = true;
  await file?.saved();

  const server = createAdaptorServer({
    async fetch(request, { incoming }) {
      try {
        const response = await simulator.fetch(request);
        if (!savesBeforeAnswer || file === undefined || (await file.saved())) return response;
        return request.method === 'GET' || request.method === 'HEAD' ? response : notSaved();
      } catch (error) {
        if (!(error instanceof ConnectionDropped)) throw error;
        incoming.socket.destroy();
        return new Response(null, { status: 500 });
      }
    },
  });
  // Keeps the connection of a client that pauses between requests.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${portOf(server.address())}`;
  // Events become due with time, so they are delivered at an interval.
  const deliveryTimer = setInterval(() => {
    if (simulator.world.state.webhook.registration === undefined) return;
    settleAll(simulator.world);
    // An event says what happened: that is in the file first.
    void Promise.resolve(file?.saved()).then(() => simulator.webhooks.deliver(url));
  }, LOOK_EVERY_MS).unref();
  return {
    url,
    simulator,
    async close() {
      clearInterval(deliveryTimer);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      file?.changed();
      await file?.saved();
    },
  };
}

/** A write that a restart would lose is not confirmed. The same `MS-RequestId` gets its answer once it is saved. */
function notSaved(): Response {
  const description = 'The state could not be saved. Send the same request again.';
  return Response.json({ code: 900192, description, data: [], source: 'PartnerFD' }, { status: 503 });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on no port');
  return address.port;
}
