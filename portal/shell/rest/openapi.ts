import { keyScopeOf } from '#platform/key-scopes.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted, PERMISSIONS, type Role } from '#platform/permissions.ts';
import { exampleOf, type JsonSchema } from './openapi-example.ts';
import { type Components, jsonSchemaOf } from './openapi-schema.ts';
import { INTRODUCTION, MODULES } from './openapi-text.ts';
import { RestError } from './rest-error.server.ts';
import { REST_PREFIX, restPathOf } from './rest-path.ts';
import { restStatusOf } from './rest-status.ts';

/** Codes that any operation may give, by the kind of caller and of operation. */
const CODES_OF_ALL = [
  'input.invalid',
  'request.tooMany',
  'request.failed',
  'request.foreignOrigin',
  'request.cookieNotCounted',
  'request.unavailable',
];
const CODES_OF_WRITES = [
  'request.notJson',
  'request.wrongContentType',
  'request.tooLarge',
  'idempotency.keyInvalid',
  'idempotency.keyInUse',
  'idempotency.otherRequest',
];

/** Meaning of a status, above its codes. */
const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'No API key, or a wrong one.',
  403: 'Not permitted.',
  404: 'Not found.',
  409: 'The state has changed, or the idempotency key is in use.',
  413: 'Too large.',
  422: 'A rule refuses it.',
  429: 'Too many requests.',
  500: 'An error of the portal.',
  502: 'The vendor did not answer as expected.',
  503: 'Too busy, or not able to reach its data, at the moment.',
};

const ROLE_TEXTS: Readonly<Record<Role, string>> = {
  anonymous: 'everybody',
  enrolling: 'people who must set up a second factor first',
  serviceUser: 'users',
  costViewer: 'cost viewers',
  userManager: 'user managers',
  subscriptionManager: 'subscription managers',
  purchaser: 'purchasers',
  administrator: 'administrators',
  providerOperator: 'operators of the provider',
  provider: 'administrators of the provider',
  system: 'the system',
};

/** The OpenAPI 3.1 document of the operations. */
export function describeRest(
  operations: readonly AnyOperation[],
  given: { version: string; serverUrl: string },
): Record<string, unknown> {
  const components: Components = {};
  const responses: SharedResponses = new Map();
  jsonSchemaOf(RestError, 'output', components);
  const paths = Object.fromEntries(
    operations.map((op) => [
      restPathOf(op.name),
      { [op.kind === 'read' ? 'get' : 'post']: describeOperation(op, components, responses) },
    ]),
  );
  const used = new Set(operations.map(({ name }) => moduleOf(name)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Licence portal API',
      version: given.version,
      summary: 'Buy and administer Microsoft CSP licences.',
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: given.serverUrl }],
    security: [{ apiKey: [] }],
    tags: Object.entries(MODULES)
      .filter(([name]) => used.has(name))
      .map(([name, { title, description }]) => ({ name, summary: title, description })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key; see “Authentication”.' },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'Chosen by the caller; see “Idempotency”.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
          example: '5f0c1f0e-4a52-4a63-9a3b-6d9f0d0b8a11',
        },
        AcceptLanguage: {
          name: 'Accept-Language',
          in: 'header',
          required: false,
          description: 'Language of the sentences in errors: `it` or `en`. Without it, the person’s own.',
          schema: { type: 'string' },
          example: 'en',
        },
      },
      responses: Object.fromEntries([...responses.values()].map(({ name, response }) => [name, response])),
      schemas: Object.fromEntries(Object.entries(components).toSorted(([left], [right]) => (left < right ? -1 : 1))),
    },
  };
}

/** The document as it is committed in `docs/openapi.json`: its server is the portal that serves it. */
export function openApiText(operations: readonly AnyOperation[], version: string): string {
  return `${JSON.stringify(describeRest(operations, { version, serverUrl: REST_PREFIX }), null, 1)}\n`;
}

function describeOperation(op: AnyOperation, components: Components, responses: SharedResponses) {
  const input = jsonSchemaOf(op.input, 'input', components);
  const output = jsonSchemaOf(op.output, 'output', components);
  const isPublic = isPermitted(['anonymous'], op.permission);
  return {
    operationId: op.name,
    tags: [moduleOf(op.name)],
    summary: summaryOf(op.name),
    description: [op.description, rolesText(op)].filter((text) => text !== undefined).join('\n\n'),
    ...(isPublic ? { security: [{}, { apiKey: [] }] } : {}),
    parameters: [
      ...(op.kind === 'read' ? queryParameters(input, components) : [reference('parameters', 'IdempotencyKey')]),
      reference('parameters', 'AcceptLanguage'),
    ],
    ...(op.kind === 'read' ? {} : { requestBody: requestBody(input, components) }),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: output, example: exampleOf(output, components) } },
      },
      ...errorResponses(op, isPublic, responses),
    },
  };
}

function reference(kind: 'parameters' | 'responses' | 'schemas', name: string) {
  return { $ref: `#/components/${kind}/${name}` };
}

function queryParameters(input: JsonSchema, components: Components) {
  return Object.entries(input.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: input.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema,
    ...(schema.default === undefined ? { example: exampleOf(schema, components) } : {}),
  }));
}

function requestBody(input: JsonSchema, components: Components) {
  const hasFile = Object.values(input.properties ?? {}).some(({ format }) => format === 'binary');
  if (hasFile) return { required: true, content: { 'multipart/form-data': { schema: input } } };
  const isRequired = (input.required ?? []).length > 0 || input.properties === undefined;
  return {
    required: isRequired,
    content: { 'application/json': { schema: input, example: exampleOf(input, components) } },
  };
}

/** Error responses that several operations have in common, by their description. */
type SharedResponses = Map<string, { name: string; response: object }>;

function errorResponses(op: AnyOperation, isPublic: boolean, shared: SharedResponses) {
  const codes = [
    ...CODES_OF_ALL,
    'request.keyInvalid',
    ...(isPublic ? [] : ['request.notSignedIn', 'permission.denied']),
    ...(keyScopeOf(op) === 'never' ? ['permission.notByKey'] : ['permission.scopeMissing']),
    ...(op.kind === 'read' ? [] : CODES_OF_WRITES),
    ...(op.kind === 'ask' ? ['request.vendorFault'] : []),
    ...(op.refusals ?? []),
  ];
  const byStatus = Map.groupBy(codes, restStatusOf);
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([left], [right]) => left - right)
      .map(([status, ofStatus]) => {
        const response = errorResponse(status, ofStatus);
        const isOwn = ofStatus.some((code) => op.refusals?.includes(code));
        return [status, isOwn ? response : sharedReference(shared, status, response)];
      }),
  );
}

function errorResponse(status: number, codes: readonly string[]) {
  return {
    description: `${STATUS_TEXTS[status]} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    ...(status === 429 ? { headers: RETRY_AFTER } : {}),
    content: { 'application/json': { schema: reference('schemas', 'Error') } },
  };
}

function sharedReference(shared: SharedResponses, status: number, response: { description: string }) {
  const known = shared.get(response.description);
  if (known !== undefined) return reference('responses', known.name);
  const count = [...shared.values()].filter(({ name }) => name.startsWith(`Error${status}`)).length;
  const name = count === 0 ? `Error${status}` : `Error${status}_${count + 1}`;
  shared.set(response.description, { name, response });
  return reference('responses', name);
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait before the next request.', schema: { type: 'integer' } },
};

function rolesText(op: AnyOperation): string {
  const roles = PERMISSIONS[op.permission].filter((role) => role !== 'system');
  const names = roles.includes('anonymous' as never) ? ['everybody'] : roles.map((role) => ROLE_TEXTS[role]);
  const scope = keyScopeOf(op);
  const byKey = scope === 'never' ? 'Not by API key.' : `API keys need the scope \`${scope}\`.`;
  return `For ${names.join(', ')} (permission \`${op.permission}\`). ${byKey}`;
}

function moduleOf(operationName: string): string {
  return operationName.split('.')[0] ?? '';
}

/** `users.listUsers` is “List users”. */
function summaryOf(operationName: string): string {
  const words = (operationName.split('.')[1] ?? '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
