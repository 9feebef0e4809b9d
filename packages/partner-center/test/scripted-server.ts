import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A scripted answer. Without a status it is 200. */
export type Reply = Readonly<{
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** In place of `body`. */
  text?: string;
  /** `before`: the connection drops without an answer. `midBody`: after half of it. `never`: there is no answer. */
  fault?: 'before' | 'midBody' | 'never';
}>;

export type Received = Readonly<{
  method: string;
  path: string;
  query: Readonly<Record<string, string | string[]>>;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}>;

/**
 * A server that sends the given replies, by method and path, and repeats the last one. It is closed when the test ends.
 */
export async function startScriptedServer() {
  const received: Received[] = [];
  const replies = new Map<string, Reply[]>();
  const server = createServer((request, response) => {
    void readRequest(request).then((one) => {
      received.push(one);
      const queue = replies.get(`${one.method} ${one.path}`);
      const reply = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0];
      play(reply ?? { status: 599, text: `no reply scripted for ${one.method} ${one.path}` }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Every request so far, sign-ins included. */
    received,
    reply: (method: string, path: string, ...answers: Reply[]) => void replies.set(`${method} ${path}`, answers),
    receivedAt: (path: string) => received.filter((one) => one.path === path),
  };
}

export type ScriptedServer = Awaited<ReturnType<typeof startScriptedServer>>;

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://server');
  const query: Record<string, string | string[]> = {};
  for (const name of url.searchParams.keys()) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    query,
    headers: request.headers,
    text: Buffer.concat(chunks).toString(),
  };
}

function play(reply: Reply, response: ServerResponse): void {
  if (reply.fault === 'never') return;
  if (reply.fault === 'before') {
    response.destroy();
    return;
  }
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const length = String(Buffer.byteLength(text));
  response.writeHead(reply.status ?? 200, { 'Content-Length': length, ...reply.headers });
  if (reply.fault === 'midBody') {
    response.write(text.slice(0, text.length / 2), () => response.destroy());
    return;
  }
  response.end(text);
}
