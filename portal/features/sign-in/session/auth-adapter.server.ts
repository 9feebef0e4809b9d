import { AsyncLocalStorage } from 'node:async_hooks';
import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters';
import { count, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { person } from '#features/users/users.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { assert } from '#platform/refusal.ts';
import { apiKey, credential, passkey, session, twoFactor, verification } from '../tables.ts';
import { columnOf, conditionOf, orderOf } from './auth-conditions.ts';

/** Our tables by the names that `createAuth` gives to Better Auth's models. */
export const AUTH_TABLES: Readonly<Record<string, PgTable>> = {
  person,
  session,
  credential,
  verification,
  apiKey,
  twoFactor,
  passkey,
};

type Row = Record<string, unknown>;

/**
 * The database adapter of Better Auth. Each query runs in a transaction of the system's scope, because the connection
 * by itself sees nothing; inside `within` every query runs in the caller's transaction instead, so that they commit
 * together with the caller's writes and its row policies hold.
 */
export function authDatabase(database: Database) {
  const open = new AsyncLocalStorage<Tx>();

  function run<T>(query: (tx: Tx) => Promise<T>): Promise<T> {
    const tx = open.getStore();
    return tx === undefined ? database.transaction({ kind: 'system' }, query) : query(tx);
  }

  return {
    /** Makes the queries of Better Auth during `act` part of an open transaction. */
    within: <T>(tx: Tx, act: () => Promise<T>): Promise<T> => open.run(tx, act),
    adapter: createAdapterFactory({
      config: {
        adapterId: 'licence-portal',
        supportsUUIDs: true,
        customTransformInput: ({ data }) => (data instanceof Date ? instantOf(data) : data),
        customTransformOutput: ({ data }) => (data instanceof Temporal.Instant ? dateOf(data) : data),
      },
      adapter: () => ({ ...readsOf(run), ...writesOf(run) }),
    }),
  };
}

/** Runs queries in the transaction that is theirs. */
type Run = <T>(query: (tx: Tx) => Promise<T>) => Promise<T>;

function readsOf(run: Run) {
  return {
    async findOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
      const table = tableOf(model);
      const rows = await run((tx) => tx.select().from(table).where(conditionOf(table, where)).limit(1));
      return (rows[0] ?? null) as T | null;
    },
    async findMany<T>(request: {
      model: string;
      where?: CleanedWhere[] | undefined;
      limit: number;
      offset?: number | undefined;
      sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined;
    }) {
      const table = tableOf(request.model);
      const order = request.sortBy === undefined ? [] : [orderOf(table, request.sortBy)];
      const rows = await run((tx) =>
        tx
          .select()
          .from(table)
          .where(conditionOf(table, request.where))
          .orderBy(...order)
          .limit(request.limit)
          .offset(request.offset ?? 0),
      );
      return rows as T[];
    },
    async count({ model, where }: { model: string; where?: CleanedWhere[] | undefined }) {
      const table = tableOf(model);
      const rows = await run((tx) => tx.select({ count: count() }).from(table).where(conditionOf(table, where)));
      return one(rows).count;
    },
  };
}

function writesOf(run: Run) {
  return {
    async create<T>({ model, data }: { model: string; data: T }) {
      const rows = await run((tx) =>
        tx
          .insert(tableOf(model))
          .values(data as Row)
          .returning(),
      );
      return one(rows) as T;
    },
    async update<T>({ model, where, update }: { model: string; where: CleanedWhere[]; update: T }) {
      const table = tableOf(model);
      const rows = await run((tx) =>
        tx
          .update(table)
          .set(update as Row)
          .where(conditionOf(table, where))
          .returning(),
      );
      return (rows[0] ?? null) as T | null;
    },
    async updateMany({ model, where, update }: { model: string; where: CleanedWhere[]; update: Row }) {
      const table = tableOf(model);
      const rows = await run((tx) => tx.update(table).set(update).where(conditionOf(table, where)).returning());
      return rows.length;
    },
    async delete({ model, where }: { model: string; where: CleanedWhere[] }) {
      const table = tableOf(model);
      await run((tx) => tx.delete(table).where(conditionOf(table, where)));
    },
    async deleteMany({ model, where }: { model: string; where: CleanedWhere[] }) {
      const table = tableOf(model);
      const rows = await run((tx) => tx.delete(table).where(conditionOf(table, where)).returning());
      return rows.length;
    },
    async incrementOne<T>(request: {
      model: string;
      where: CleanedWhere[];
      increment: Record<string, number>;
      set?: Row | undefined;
    }) {
      const table = tableOf(request.model);
      const deltas = Object.entries(request.increment).map(([field, delta]) => [
        field,
        sql`${columnOf(table, field)} + ${delta}`,
      ]);
      const rows = await run((tx) =>
        tx
          .update(table)
          .set({ ...request.set, ...Object.fromEntries(deltas) })
          .where(conditionOf(table, request.where))
          .returning(),
      );
      return (rows[0] ?? null) as T | null;
    },
  };
}

function tableOf(model: string): PgTable {
  const table = AUTH_TABLES[model];
  assert(table !== undefined, `no table for Better Auth's model ${model}`);
  return table;
}

function one<T>(rows: readonly T[]): T {
  const row = rows[0];
  assert(row !== undefined, 'a row was expected');
  return row;
}

// Better Auth uses `Date`, our columns `Temporal`: values are converted here.
function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function dateOf(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
