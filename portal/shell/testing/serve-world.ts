import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { KEY_SCOPES, type KeyScope } from '#platform/key-scopes.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { assert } from '#platform/refusal.ts';
import { operations } from '../registry.ts';
import { createWebApp, type Pages } from '../web-app.server.ts';
import type { World } from './world.ts';

const NO_PAGES: Pages = {
  answer: async () => new Response('no pages here', { status: 404 }),
  setCaller: () => {},
};

/** Serves a world over HTTP at a free port of the machine, until the test ends. Returns its address. */
export async function listen(world: World, pages: Pages): Promise<string> {
  const web = createWebApp({
    config: world.config,
    app: world.app,
    metrics: createMetrics(),
    simulatorUrl: world.simulator.url,
    pages,
    resolveCaller: world.services.resolveCaller,
    clientFolder: undefined,
    version: 'test',
  });
  const server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  assert(typeof address === 'object' && address !== null, 'the server listens at a port');
  return `http://127.0.0.1:${address.port}`;
}

/** Serves the REST API of a world, without pages. */
export async function serveWorld(world: World) {
  const url = await listen(world, NO_PAGES);
  return {
    url,
    /** Calls an address below `/api/v1`; with `key` as that API key. */
    call(
      method: string,
      path: string,
      given: { key?: string; headers?: Record<string, string>; body?: BodyInit } = {},
    ) {
      return fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(given.key === undefined ? {} : { Authorization: `Bearer ${given.key}` }),
          ...(typeof given.body === 'string' ? { 'Content-Type': 'application/json' } : {}),
          ...given.headers,
        },
        ...(given.body === undefined ? {} : { body: given.body }),
      });
    },
  };
}

/** An API key of a person, made as they make it. */
export async function keyOf(world: World, actor: Actor, scopes: readonly KeyScope[] = KEY_SCOPES): Promise<string> {
  const createApiKey = operations.find(({ name }) => name === 'signIn.createApiKey');
  assert(createApiKey !== undefined, 'an operation makes API keys');
  const made = await world.as(actor).call(createApiKey, { name: 'test', scopes });
  return z.object({ key: z.string() }).parse(made).key;
}
