import pg from 'pg';

/** Statements of a program are few; one that makes a new text for each call must not fill the server's memory. */
const STATEMENTS_MAX = 2000;

/**
 * A connection on which each statement that takes values has a name, by which the database keeps it parsed and planned
 * for the next use. Planning is most of the cost of our small queries, with row-level security above all. The pool
 * makes its connections of this class (its setting `Client`); see docs/decisions/0018 for why not statement by
 * statement.
 *
 * It also notes which tables a transaction writes, and announces them once the transaction is committed; see
 * {@link onCommittedWrite}.
 *
 * Behind a pooler that hands out connections by transaction, it must know prepared statements (PgBouncer 1.21 and
 * newer).
 *
 * @source node-postgres, "Queries", prepared statements; "Pool", `config.Client`
 */
export class PreparingClient extends pg.Client {
  readonly #written = new Set<string>();

  /** All overloads of the driver: they differ from the driver's own in the name alone. */
  override query(...given: never[]): never {
    const [query, values, ...rest] = given as unknown[];
    const text = textOf(query);
    if (text !== undefined) for (const table of writtenTables(text)) this.#written.add(table);
    const answer: unknown = Reflect.apply(super.query, this, [named(query, values), values, ...rest]);
    if (text !== undefined && this.#written.size > 0 && /^(commit|rollback)\b/i.test(text)) {
      const written = [...this.#written];
      this.#written.clear();
      // A commit without an answer may have happened: it is announced as well. The caller waits until all have heard.
      if (/^commit\b/i.test(text) && answer instanceof Promise) return answer.finally(() => announce(written)) as never;
    }
    return answer as never;
  }
}

type Listener = Readonly<{ tables: ReadonlySet<string>; listener: () => void }>;

const listeners = new Set<Listener>();

/**
 * Calls the listener after each transaction of this process that has written one of the tables, before the writer
 * continues. It is for what a process keeps in its memory of these tables. Writes of functions, triggers and foreign
 * keys are not seen, nor are those of other processes.
 */
export function onCommittedWrite(tables: readonly string[], listener: () => void): void {
  listeners.add({ tables: new Set(tables), listener });
}

function announce(written: readonly string[]): void {
  for (const { tables, listener } of listeners) if (written.some((table) => tables.has(table))) listener();
}

const NOTHING: readonly string[] = [];
const written = new Map<string, readonly string[]>();

/** The tables that a statement inserts into, updates or deletes from. */
export function writtenTables(text: string): readonly string[] {
  const known = written.get(text);
  if (known !== undefined) return known;
  const matches = text.matchAll(/\b(?:insert\s+into|update|delete\s+from|truncate)\s+(?:only\s+)?"?([a-z_]+)"?/gi);
  const tables = [...new Set([...matches].map(([, table = '']) => table.toLowerCase()))];
  const found = tables.length === 0 ? NOTHING : tables;
  if (written.size < STATEMENTS_MAX) written.set(text, found);
  return found;
}

function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string'
    ? query.text
    : undefined;
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
