import { readdirSync, readFileSync } from 'node:fs';

/** A request and its answer in the shapes of Microsoft's documentation, with invented values. */
export type Fixture = Readonly<{
  request: {
    method: string;
    path: string;
    query?: Readonly<Record<string, string>>;
    headers?: Readonly<Record<string, string>>;
    body?: unknown;
  };
  response: { status: number; body?: unknown; text?: string };
  /** The client's result, if it differs from the body of the answer. */
  result?: unknown;
}>;

const FOLDER = new URL('../fixtures/', import.meta.url);

/** The fixture of a route: `createCart` is in `create-cart.json`. */
export function fixtureOf(route: string): Fixture {
  const file = `${route.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`;
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}

export function fixtureRoutes(): string[] {
  return readdirSync(FOLDER)
    .map((file) => file.replace('.json', '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .sort();
}
