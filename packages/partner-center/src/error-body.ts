/** The content of an error answer, whatever its shape. */
export type ErrorBody = Readonly<{
  code: number | string | undefined;
  /** In the requested locale. If the body is not readable, a sentence of the client's that says so. */
  description: string;
  isRetryable: boolean | undefined;
  data: readonly string[];
}>;

/**
 * Reads the body of an error answer. It never fails: gateways answer with HTML, with nothing, or with half a body.
 *
 * Shapes: `{code, description, data, source}` (code a number or a text); `{code, message, description, errorName,
 * isRetryable}` of the customer services; `{statusCode, message}` of the throttle; `{error, error_description}` of the
 * sign-in service; `{error: {code, message}}` of the price sheet host. Names in any case.
 *
 * @source Partner Center, "Error codes", "API throttling guidance", "Confirm customer acceptance of Microsoft Customer
 *          Agreement"
 */
export function readErrorBody(text: string): ErrorBody {
  const fields = readObject(text);
  return fields === undefined ? unreadable(text) : toErrorBody(fields);
}

/**
 * The error inside a successful answer, if it is one: some refusals come with HTTP 200 (code 400072). A resource has an
 * id, a collection has items; an error has a code and a description and neither of those.
 */
export function findErrorInSuccess(body: unknown): ErrorBody | undefined {
  const fields = asObject(body);
  if (fields === undefined || 'id' in fields || 'items' in fields) return undefined;
  if (readCode(fields.code) === undefined || !(isText(fields.description) || isText(fields.message))) return undefined;
  return toErrorBody(fields);
}

/**
 * The number that the sign-in service writes at the start of each of its descriptions; it says more than the `code`.
 *
 * @source "Microsoft Entra authentication and authorization error codes"
 */
export function signInCodeIn(description: string): string | undefined {
  return /\bAADSTS\d+/.exec(description)?.[0];
}

type Fields = Readonly<Record<string, unknown>>;

function toErrorBody(fields: Fields): ErrorBody {
  const nested = asObject(fields.error);
  const source = nested ?? fields;
  const code = readCode(source.code) ?? readCode(source.errorcode) ?? readCode(fields.error);
  const description = [source.description, source.message, fields.error_description, source.errormessage].find(isText);
  return {
    code,
    description: description ?? 'the answer has no description',
    isRetryable: typeof source.isretryable === 'boolean' ? source.isretryable : undefined,
    data: Array.isArray(source.data) ? source.data.filter(isText) : [],
  };
}

function readObject(text: string): Fields | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // For an HTML page of a gateway, or half a body.
    throw error;
  }
}

/** The object with its names in lower case; undefined for anything else. */
function asObject(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
}

function readCode(value: unknown): number | string | undefined {
  if (typeof value === 'number') return value;
  if (!isText(value)) return undefined;
  return /^\d+$/.test(value) ? Number(value) : value;
}

function unreadable(text: string): ErrorBody {
  const what = text.trim() === '' ? 'the answer is empty' : 'the answer is not JSON';
  return { code: undefined, description: what, isRetryable: undefined, data: [] };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
