import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const LOOK_EVERY_MS = 50;

/** Knows the requests that a server answers at the moment, so that it can stop without cutting any. */
export function drainableServer(server: Server) {
  const open = new Set<ServerResponse>();
  let isStopping = false;
  // Before the application's own listener: the header must be there when that one answers.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    if (isStopping) response.setHeader('Connection', 'close');
    response.once('close', () => open.delete(response));
  });
  return {
    /**
     * Closes each connection after its answer. New ones are still taken for `takeForMs`, while there is something to
     * wait for, so that a proxy that asks whether the process is ready has the time to send requests elsewhere.
     *
     * @returns the number of requests that were not answered within `limitMs`
     */
    async drain({
      takeForMs,
      limitMs,
      others,
    }: Readonly<{
      takeForMs: number;
      limitMs: number;
      /** Other work that the process waits for. */
      others: Promise<unknown>;
    }>): Promise<number> {
      const startedMs = performance.now();
      isStopping = true;
      for (const response of open) if (!response.headersSent) response.setHeader('Connection', 'close');
      server.closeIdleConnections();
      let isWorking = true;
      void others.finally(() => {
        isWorking = false;
      });
      const waitsFor = () => open.size > 0 || isWorking;
      const passedMs = () => performance.now() - startedMs;
      while (waitsFor() && passedMs() < Math.min(takeForMs, limitMs)) await pause();
      server.close();
      while (open.size > 0 && passedMs() < limitMs) {
        await pause();
        server.closeIdleConnections();
      }
      const left = open.size;
      server.closeAllConnections();
      return left;
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
