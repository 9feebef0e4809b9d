import { z } from 'zod';
import { Refusal } from '#platform/refusal.ts';

/** Bytes of a JSON body, at most. */
export const JSON_BYTES_MAX = 1_000_000;
/** Bytes of a body with files, at most. The largest known price sheet has 60 MB. */
export const FORM_BYTES_MAX = 300_000_000;

type JsonSchema = Readonly<{
  type?: string | readonly string[];
  properties?: Readonly<Record<string, JsonSchema>>;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  enum?: readonly unknown[];
  const?: unknown;
  contentEncoding?: string;
}>;

/** Reads the input of a request as its schema wants it, without validating it: that happens once, in the operation. */
export function inputReaderOf(schema: z.ZodType) {
  const fields = fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  const takesFiles = Object.values(fields).some((field) => field.contentEncoding === 'binary');
  return {
    takesFiles,
    /**
     * The input of a read, from the query: text becomes what the schema says, a field may repeat where it is a list.
     */
    fromQuery: (parameters: URLSearchParams): unknown => fromEntries(fields, parameters),
    /**
     * The input of a write, from the body.
     *
     * @throws Refusal `request.wrongContentType`, `request.notJson`, `request.tooLarge`
     */
    async fromBody(request: Request): Promise<unknown> {
      const contentType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      if (takesFiles) {
        if (contentType !== 'multipart/form-data') throw wrongContentType('multipart/form-data');
        const form = await limited(request, FORM_BYTES_MAX).formData();
        return fromEntries(fields, form);
      }
      const text = await limited(request, JSON_BYTES_MAX).text();
      if (text === '' && contentType === '') return {};
      if (contentType !== 'application/json') throw wrongContentType('application/json');
      try {
        return JSON.parse(text);
      } catch (error) {
        if (error instanceof SyntaxError) throw new Refusal('request.notJson', { problem: error.message });
        throw error;
      }
    },
  };
}

function wrongContentType(expected: string): Refusal {
  return new Refusal('request.wrongContentType', { expected });
}

/** The properties of an object, or of all objects that it may be. */
function fieldsOf(schema: JsonSchema): Record<string, JsonSchema> {
  return Object.assign({}, ...alternativesOf(schema).map((one) => one.properties ?? {}));
}

function alternativesOf(schema: JsonSchema): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...inner.flatMap(alternativesOf)];
}

function typesOf(schema: JsonSchema): Set<string> {
  return new Set(
    alternativesOf(schema).flatMap(({ type, enum: values, const: value }) => [
      ...[type ?? []].flat(),
      ...(values ?? (value === undefined ? [] : [value])).map((one) => typeof one),
    ]),
  );
}

function fromEntries(fields: Record<string, JsonSchema>, entries: URLSearchParams | FormData): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of new Set(entries.keys())) {
    const schema = fields[name] ?? {};
    const values = entries.getAll(name);
    const list = alternativesOf(schema).find(({ items }) => items !== undefined)?.items;
    input[name] =
      list !== undefined
        ? values.map((value) => typed(list, value))
        : values.length > 1
          ? values
          : typed(schema, values[0]);
  }
  return input;
}

/** Text that is no number or boolean stays text: the schema refuses it beside its field. */
function typed(schema: JsonSchema, value: FormDataEntryValue | undefined): unknown {
  const types = typesOf(schema);
  if (typeof value !== 'string' || types.has('string')) return value;
  if ((types.has('number') || types.has('integer')) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (types.has('boolean') && (value === 'true' || value === 'false')) return value === 'true';
  if (types.has('null') && value === '') return null;
  return value;
}

/** The same request with a body that fails once it is longer than `bytesMax`. */
function limited(request: Request, bytesMax: number): { text(): Promise<string>; formData(): Promise<FormData> } {
  const tooLarge = new Refusal('request.tooLarge', { maximum: bytesMax });
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge;
  let bytes = 0;
  let isTooLarge = false;
  const body = request.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        isTooLarge = bytes > bytesMax;
        if (isTooLarge) controller.error(tooLarge);
        else controller.enqueue(chunk);
      },
    }),
  );
  const response = new Response(body ?? null, {
    headers: { 'Content-Type': request.headers.get('content-type') ?? '' },
  });
  const reading = async <T>(read: Promise<T>, whenBroken: () => Refusal): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      if (isTooLarge) throw tooLarge;
      if (error instanceof TypeError) throw whenBroken();
      throw error;
    }
  };
  return {
    text: () => reading(response.text(), () => new Refusal('request.notJson', { problem: 'not UTF-8' })),
    formData: () => reading(response.formData(), () => wrongContentType('multipart/form-data')),
  };
}
