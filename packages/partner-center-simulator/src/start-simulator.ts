import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { SimulatorOptions } from './settings.ts';
import { settleAll } from './settle-customer.ts';
import { ConnectionDropped, createSimulator, type Simulator } from './simulator.ts';
import { stateFile } from './state-file.ts';

/** How often events are looked for that are due, in machine time. */
const LOOK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 60_000;

export type RunningSimulator = Readonly<{
  /** Where it answers, without a slash at the end. It is Partner Center, the sign-in service and the price sheet host in one. */
  url: string;
  simulator: Simulator;
  /** Saves the state and stops answering. */
  close: () => Promise<void>;
}>;

/**
 * Serves a simulator over HTTP.
 *
 * @param options.port  0 takes any free one. Rejects when the port is in use
 */
export async function startSimulator(
  options: SimulatorOptions & { port?: number; host?: string } = {},
): Promise<RunningSimulator> {
  const { port = 0, host = '127.0.0.1', ...simulatorOptions } = options;
  const file = options.stateFile === undefined ? undefined : stateFile(options.stateFile, () => simulator.world.state);
  const saved = file?.read();
  // A simulator that starts anew says so while it is being made: there is nothing to save yet.
  let isReady = false;
  const simulator: Simulator = createSimulator(simulatorOptions, {
    saved,
    touch: () => {
      if (isReady) file?.saveSoon();
    },
  });
  isReady = true;
  file?.saveNow();

  const server = createAdaptorServer({
    async fetch(request, { incoming }) {
      try {
        return await simulator.fetch(request);
      } catch (error) {
        if (!(error instanceof ConnectionDropped)) throw error;
        incoming.socket.destroy();
        return new Response(null, { status: 500 });
      }
    },
  });
  // A client that was busy meanwhile finds its connection still open.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${portOf(server.address())}`;
  // Events fall due by the clock alone, so somebody has to look.
  const courier = setInterval(() => {
    if (simulator.world.state.webhook.registration === undefined) return;
    settleAll(simulator.world);
    void simulator.webhooks.deliver(url);
  }, LOOK_EVERY_MS).unref();
  return {
    url,
    simulator,
    async close() {
      clearInterval(courier);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      file?.saveNow();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on no port');
  return address.port;
}
