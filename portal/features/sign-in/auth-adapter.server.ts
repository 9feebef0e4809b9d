import { AsyncLocalStorage } from 'node:async_hooks';
import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  ilike,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database, Tx } from '#platform/database.server.ts';
import { assert } from '#platform/refusal.ts';
import { apiKey, credential, person, session, verification } from './tables.ts';

/** Our tables by the names that `createAuth` gives to Better Auth's models. */
export const AUTH_TABLES: Readonly<Record<string, PgTable>> = { person, session, credential, verification, apiKey };

type Row = Record<string, unknown>;

/**
 * Better Auth's way to the database. Each of its questions runs in a transaction of the system's scope, because the
 * connection by itself sees nothing; inside `within` all of them run in the caller's transaction
 * instead, so that they commit together with the caller's writes and its row policies hold.
 */
export function authDatabase(database: Database) {
  const open = new AsyncLocalStorage<Tx>();

  function run<T>(ask: (tx: Tx) => Promise<T>): Promise<T> {
    const tx = open.getStore();
    return tx === undefined ? database.transaction({ kind: 'system' }, ask) : ask(tx);
  }

  return {
    /** Lets what Better Auth does during `act` take part in an open transaction. */
    within: <T>(tx: Tx, act: () => Promise<T>): Promise<T> => open.run(tx, act),
    adapter: createAdapterFactory({
      config: {
        adapterId: 'licence-portal',
        supportsUUIDs: true,
        customTransformInput: ({ data }) => (data instanceof Date ? instantOf(data) : data),
        customTransformOutput: ({ data }) => (data instanceof Temporal.Instant ? dateOf(data) : data),
      },
      adapter: () => ({
        async create<T>({ model, data }: { model: string; data: T }) {
          const rows = await run((tx) =>
            tx
              .insert(tableOf(model))
              .values(data as Row)
              .returning(),
          );
          return one(rows) as T;
        },
        async findOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
          const table = tableOf(model);
          const rows = await run((tx) => tx.select().from(table).where(conditionOf(table, where)).limit(1));
          return (rows[0] ?? null) as T | null;
        },
        async findMany<T>(asked: {
          model: string;
          where?: CleanedWhere[] | undefined;
          limit: number;
          offset?: number | undefined;
          sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined;
        }) {
          const table = tableOf(asked.model);
          const order = asked.sortBy === undefined ? [] : [orderOf(table, asked.sortBy)];
          const rows = await run((tx) =>
            tx
              .select()
              .from(table)
              .where(conditionOf(table, asked.where))
              .orderBy(...order)
              .limit(asked.limit)
              .offset(asked.offset ?? 0),
          );
          return rows as T[];
        },
        async count({ model, where }: { model: string; where?: CleanedWhere[] | undefined }) {
          const table = tableOf(model);
          const rows = await run((tx) => tx.select({ count: count() }).from(table).where(conditionOf(table, where)));
          return one(rows).count;
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
        async incrementOne<T>(asked: {
          model: string;
          where: CleanedWhere[];
          increment: Record<string, number>;
          set?: Row | undefined;
        }) {
          const table = tableOf(asked.model);
          const deltas = Object.entries(asked.increment).map(([field, delta]) => [
            field,
            sql`${columnOf(table, field)} + ${delta}`,
          ]);
          const rows = await run((tx) =>
            tx
              .update(table)
              .set({ ...asked.set, ...Object.fromEntries(deltas) })
              .where(conditionOf(table, asked.where))
              .returning(),
          );
          return (rows[0] ?? null) as T | null;
        },
      }),
    }),
  };
}

function tableOf(model: string): PgTable {
  const table = AUTH_TABLES[model];
  assert(table !== undefined, `no table for Better Auth's model ${model}`);
  return table;
}

function columnOf(table: PgTable, field: string): PgColumn {
  const column = getTableColumns(table)[field];
  assert(column !== undefined, `no column for Better Auth's field ${field}`);
  return column;
}

function orderOf(table: PgTable, { field, direction }: { field: string; direction: 'asc' | 'desc' }): SQL {
  return direction === 'asc' ? asc(columnOf(table, field)) : desc(columnOf(table, field));
}

/** Better Auth means: all of the AND conditions, and any one of the OR conditions if there are some. */
function conditionOf(table: PgTable, where: readonly CleanedWhere[] | undefined): SQL | undefined {
  const all = (where ?? []).filter((clause) => clause.connector === 'AND').map((clause) => clauseOf(table, clause));
  const any = (where ?? []).filter((clause) => clause.connector === 'OR').map((clause) => clauseOf(table, clause));
  return and(...all, ...(any.length === 0 ? [] : [or(...any)]));
}

function clauseOf(table: PgTable, { field, operator, value, mode }: CleanedWhere): SQL {
  const column = columnOf(table, field);
  if (operator === 'in' || operator === 'not_in') {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return operator === 'in' ? inArray(column, values) : notInArray(column, values);
  }
  if (value === null) return operator === 'ne' ? sql`${column} is not null` : isNull(column);
  const text = typeof value === 'string' ? value.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`) : '';
  switch (operator) {
    case 'eq':
    case undefined:
      return mode === 'insensitive' && typeof value === 'string' ? ilike(column, text) : eq(column, value);
    case 'ne':
      return ne(column, value);
    case 'lt':
      return lt(column, value);
    case 'lte':
      return lte(column, value);
    case 'gt':
      return gt(column, value);
    case 'gte':
      return gte(column, value);
    case 'contains':
      return ilike(column, `%${text}%`);
    case 'starts_with':
      return ilike(column, `${text}%`);
    case 'ends_with':
      return ilike(column, `%${text}`);
  }
}

function one<T>(rows: readonly T[]): T {
  const row = rows[0];
  assert(row !== undefined, 'a row was expected');
  return row;
}

// Better Auth speaks in `Date`, our columns in `Temporal`: this is the border.
function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function dateOf(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
