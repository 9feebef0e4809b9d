import type { PoolClient } from 'pg';

/** Statements of a program are few; what makes a new text for each call must not fill the server's memory. */
const STATEMENTS_MAX = 500;

/**
 * Gives each statement that takes values a name, by which the database keeps it read and planned for the connection's next
 * use. Planning is most of what our small queries cost, with row-level security above all.
 *
 * Behind a pooler that hands out connections by transaction, it must know prepared statements (PgBouncer 1.21 and newer).
 *
 * @source node-postgres, "Queries", prepared statements
 */
export function prepareStatements(client: PoolClient): void {
  const send: (...given: unknown[]) => unknown = client.query.bind(client);
  const query = (asked: unknown, values: unknown, ...rest: unknown[]) => send(named(asked, values), values, ...rest);
  client.query = query as PoolClient['query'];
}

/** The same text has the same name on every connection. */
const names = new Map<string, string>();

function named(asked: unknown, values: unknown): unknown {
  const statement = typeof asked === 'string' ? { text: asked } : asked;
  if (!isUnnamed(statement) || !Array.isArray(values) || values.length === 0) return asked;
  const known = names.get(statement.text);
  if (known !== undefined) return { ...statement, name: known };
  if (names.size === STATEMENTS_MAX) return asked;
  const name = `portal_${names.size}`;
  names.set(statement.text, name);
  return { ...statement, name };
}

/** As the query builder asks: `{ text, rowMode, types }`, the values beside it. */
function isUnnamed(asked: unknown): asked is { text: string } {
  return (
    typeof asked === 'object' &&
    asked !== null &&
    'text' in asked &&
    typeof asked.text === 'string' &&
    (!('name' in asked) || asked.name === undefined)
  );
}
