import type { CleanedWhere } from 'better-auth/adapters';
import {
  and,
  asc,
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
import { assert } from '#platform/refusal.ts';

/** The column of a field of Better Auth. */
export function columnOf(table: PgTable, field: string): PgColumn {
  const column = getTableColumns(table)[field];
  assert(column !== undefined, `no column for Better Auth's field ${field}`);
  return column;
}

export function orderOf(table: PgTable, { field, direction }: { field: string; direction: 'asc' | 'desc' }): SQL {
  return direction === 'asc' ? asc(columnOf(table, field)) : desc(columnOf(table, field));
}

/** As Better Auth defines it: all of the AND conditions, and any one of the OR conditions if there are some. */
export function conditionOf(table: PgTable, where: readonly CleanedWhere[] | undefined): SQL | undefined {
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
