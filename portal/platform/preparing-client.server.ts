import pg from 'pg';

/** Statements of a program are few; one that makes a new text for each call must not fill the server's memory. */
const STATEMENTS_MAX = 2000;

/**
 * A connection on which each statement that takes values has a name, by which the database keeps it parsed and planned
 * for the next use. Planning is most of the cost of our small queries, with row-level security above all. The pool
 * makes its connections of this class (its setting `Client`); see docs/decisions/0018 for why not statement by
 * statement.
 *
 * Behind a pooler that hands out connections by transaction, it must know prepared statements (PgBouncer 1.21 and
 * newer).
 *
 * @source node-postgres, "Queries", prepared statements; "Pool", `config.Client`
 */
export class PreparingClient extends pg.Client {
  /** All overloads of the driver: they differ from the driver's own in the name alone. */
  override query(...given: never[]): never {
    const [query, values, ...rest] = given as unknown[];
    return Reflect.apply(super.query, this, [named(query, values), values, ...rest]) as never;
  }
}

/**
 * Names for the statements of a program: the same text has the same name on every connection. The query that it returns
 * has a name, when it has values and none yet; beyond `max` texts, only those that are known.
 */
export function statementNames(max: number): (query: unknown, values: unknown) => unknown {
  const names = new Map<string, string>();
  return (query, values) => {
    const statement = typeof query === 'string' ? { text: query } : query;
    if (!isUnnamed(statement) || !Array.isArray(values) || values.length === 0) return query;
    const known = names.get(statement.text);
    if (known !== undefined) return { ...statement, name: known };
    if (names.size === max) return query;
    const name = `portal_${names.size}`;
    names.set(statement.text, name);
    return { ...statement, name };
  };
}

const named = statementNames(STATEMENTS_MAX);

/** As the query builder sends it: `{ text, rowMode, types }`, the values beside it. */
function isUnnamed(query: unknown): query is { text: string } {
  return (
    typeof query === 'object' &&
    query !== null &&
    'text' in query &&
    typeof query.text === 'string' &&
    (!('name' in query) || query.name === undefined)
  );
}
