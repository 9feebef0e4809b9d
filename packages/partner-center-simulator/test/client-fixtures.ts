import { readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../src/json.ts';

/** A documented exchange of the client's fixture folder. */
export type Fixture = Readonly<{
  name: string;
  request: Readonly<{
    method: string;
    path: string;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    body?: Json;
  }>;
  response: Readonly<{ status: number; body?: Json }>;
}>;

/** Resolved by the package's name, so that a copy of this package (a mutation run) finds the folder too. */
const FOLDER = new URL('../fixtures/', import.meta.resolve('@licence-portal/partner-center'));

export function clientFixtures(): Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ ...JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')), name: name.replace('.json', '') }));
}
