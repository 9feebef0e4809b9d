/*
 * What may be written of an error. Logs, the output of programs, the job table and the mail table are read by people
 * who may not see customers' data, so nothing of the values that an error carries leaves here: the parameters of a
 * statement, the row of a violated constraint, the address that a mail server repeats, the text that was no JSON,
 * Microsoft's own sentence. Kept is all that names the place: class, code, statement without values, table, route,
 * request and correlation id, and the lines of the stack.
 */

/** The parts of an error that hold no data of a person and no secret. */
export type SafeError = Readonly<{
  type: string;
  message: string;
  [fact: string]: string | number | SafeError | readonly string[] | undefined;
}>;

const CAUSES_MAX = 5;
const STACK_LINES_MAX = 15;
const STATEMENT_LENGTH_MAX = 1_000;
const MESSAGE_LENGTH_MAX = 500;

/** Reads an error of any class and its causes. */
export function safeError(error: unknown, depth = 0): SafeError {
  if (typeof error !== 'object' || error === null)
    return { type: typeof error, message: 'a value was thrown that is no error' };
  const fields = error as Fields;
  const cause = depth < CAUSES_MAX && isPresent(fields.cause) ? { cause: safeError(fields.cause, depth + 1) } : {};
  return {
    type: typeOf(fields),
    ...partsOf(fields),
    ...(typeof fields.stack === 'string' ? { stack: stackLines(fields.stack) } : {}),
    ...cause,
  };
}

/** The same as one line of text, for tables and for the person who starts a program. */
export function safeErrorText(error: unknown): string {
  const { cause, ...own } = safeError(error);
  return isSafeError(cause) ? `${lineOf(own)} (${lineOf(cause)})` : lineOf(own);
}

function lineOf({ type, message, code }: SafeError): string {
  return `${type}: ${message}${code === undefined || message.includes(String(code)) ? '' : ` [${code}]`}`;
}

/** A text of unknown origin without what could be a person's or a secret: quoted parts, addresses, numbers, keys. */
export function safeText(text: string): string {
  return (
    text
      .slice(0, 4 * MESSAGE_LENGTH_MAX)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
      .replace(/"[^\n]*"|'[^\n]*'|`[^\n]*`|«[^\n]*»|“[^\n]*”|‘[^\n]*’/g, '[text]')
      .replace(/\/\/[^/\s@]+@/g, '//[secret]@')
      .replace(/\?\S+/g, '?[query]')
      .replace(/[^\s<>()[\]:;,]+@[^\s<>()[\]:;,]+/g, '[address]')
      .replace(/[A-Za-z0-9_+/=.-]{30,}/g, (word) => (isName(word) ? word : '[secret]'))
      .replace(/\+?\d[\d ./-]{7,}\d/g, '[number]')
      .slice(0, MESSAGE_LENGTH_MAX)
  );
}

type Fields = Readonly<Record<string, unknown>>;
type Parts = Readonly<{ message: string; [fact: string]: string | number | readonly string[] | undefined }>;

/** The first of the known kinds that the error has the form of. */
function partsOf(error: Fields): Parts {
  return (
    statementParts(error) ??
    databaseParts(error) ??
    vendorParts(error) ??
    mailParts(error) ??
    schemaParts(error) ??
    systemParts(error) ??
    otherParts(error)
  );
}

/** A statement that failed, as the query builder throws it. Its message holds the parameters. */
function statementParts({ query, params }: Fields): Parts | undefined {
  if (typeof query !== 'string' || params === undefined) return undefined;
  return { message: 'a statement failed', statement: withoutLiterals(query).slice(0, STATEMENT_LENGTH_MAX) };
}

/**
 * An error of PostgreSQL. `detail`, `where`, `hint` and `internalQuery` hold values and are left out. The message holds
 * values in the classes of faulty data and of `raise`; in the others it quotes names of tables, columns, constraints.
 *
 * @source PostgreSQL, "Error and Notice Message Fields", "Error Codes"
 */
function databaseParts(error: Fields): Parts | undefined {
  const { code, severity } = error;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || typeof severity !== 'string') return undefined;
  const quotesNames = /^(08|23|25|26|2F|34|40|42|53|54|55|57|58)/.test(code);
  const text = String(error.message ?? '').slice(0, MESSAGE_LENGTH_MAX);
  return {
    message: quotesNames ? text : 'the database refused a value',
    code,
    ...textFacts(error, ['schema', 'table', 'column', 'constraint', 'dataType', 'routine']),
  };
}

/** A vendor's fault or refusal. Its message may repeat the vendor's sentence, which names domains and people. */
function vendorParts(error: Fields): Parts | undefined {
  const detail = typeof error.detail === 'object' && error.detail !== null ? (error.detail as Fields) : error;
  if (typeof detail.correlationId !== 'string' && typeof detail.resend !== 'string') return undefined;
  const facts = textFacts(error, ['route', 'reason', 'category']);
  const ids = textFacts(detail, ['requestId', 'correlationId', 'vendorCode', 'resend']);
  const { status, code, details } = error;
  return {
    message: 'a vendor did not do as requested',
    ...facts,
    ...ids,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof code === 'string' ? { code: safeText(code) } : {}),
    ...(Array.isArray(details) ? { details: details.map(String).map(safeText) } : {}),
  };
}

/** A mail server's refusal, which repeats the recipient. @source Nodemailer, "Errors" */
function mailParts({ command, responseCode, code }: Fields): Parts | undefined {
  if (typeof command !== 'string' && typeof responseCode !== 'number') return undefined;
  return {
    message: 'the mail server did not take the mail',
    ...(typeof responseCode === 'number' ? { responseCode } : {}),
    ...(typeof command === 'string' ? { command: command.split(/[\s:]/)[0] ?? '' } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

/** Data of another shape than declared: paths and kinds of issues, never the values. */
function schemaParts({ issues }: Fields): Parts | undefined {
  if (!Array.isArray(issues)) return undefined;
  const of = (issue: Fields) => `${Array.isArray(issue.path) ? issue.path.map(String).join('.') : ''}: ${issue.code}`;
  return { message: 'data of another shape than declared', issues: issues.slice(0, 20).map(of) };
}

/** A fault of the operating system or the network: the code says which, and its words are the system's own. */
function systemParts(error: Fields): Parts | undefined {
  const { code, syscall, port, address } = error;
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  return {
    message: `${syscall} ${code}`,
    code,
    ...textFacts(error, ['hostname', 'path']),
    ...(typeof address === 'string' ? { host: address } : {}),
    ...(typeof port === 'number' ? { port } : {}),
  };
}

/** Texts that could not be parsed are quoted by the message of a syntax error, without quotes where it is short. */
function otherParts(error: Fields): Parts {
  const code = typeof error.code === 'string' ? { code: safeText(error.code) } : {};
  if (error instanceof SyntaxError) return { message: 'a text could not be parsed', ...code };
  return { message: safeText(typeof error.message === 'string' ? error.message : ''), ...code };
}

function textFacts(from: Fields, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof from[name] === 'string' ? [[name, from[name]] as const] : [])),
  );
}

function typeOf(error: Fields): string {
  const own = typeof error.name === 'string' ? error.name : '';
  const made = (error.constructor as { name?: unknown } | undefined)?.name;
  const name = own === '' || own === 'Error' || own === 'error' ? made : own;
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'Error';
}

/** The calls alone: the first lines of a stack repeat the message. */
function stackLines(stack: string): string {
  const calls = stack.split('\n').filter((line) => /^\s+at .*[:)<]/.test(line));
  return calls.slice(0, STACK_LINES_MAX).join('\n');
}

function withoutLiterals(statement: string): string {
  return statement.replace(/'(?:[^']|'')*'/g, "'…'").replace(/\s+/g, ' ');
}

/** Ids, and names of files and settings, are long words that say nothing about a person. */
function isName(word: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) || /^[/a-z][a-z/.-]*$|^[A-Z_]+$/.test(word);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isSafeError(value: unknown): value is SafeError {
  return typeof value === 'object' && value !== null && 'type' in value && 'message' in value;
}
