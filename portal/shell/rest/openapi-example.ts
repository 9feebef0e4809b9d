/** The part of JSON Schema that our schemas use. */
export type JsonSchema = {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  format?: string;
  pattern?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  contentEncoding?: string;
};

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '0199a3f2-7c1e-7b3a-9d54-2f6a1c8e4b70',
  'date-time': '2026-03-02T09:00:00Z',
  date: '2026-03-02',
  email: 'giulia.rossi@rossiarredamenti.example',
  uri: 'https://portal.example/',
};

/** A plausible value of a schema: its own example where it has one, else one made from its type, format and bounds. */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.$ref !== undefined) {
    const target = components[schema.$ref.replace('#/components/schemas/', '')];
    return target === undefined ? null : exampleOf(target, components);
  }
  const choice = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].find(({ type }) => type !== 'null');
  if (choice !== undefined) return exampleOf(choice, components);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, components) as object));
  return exampleOfType(schema, components);
}

function exampleOfType(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const type = [schema.type ?? 'null'].flat().find((one) => one !== 'null');
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property, components)]),
      );
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, components)];
    case 'string':
      return BY_FORMAT[schema.format ?? ''] ?? 'text';
    case 'integer':
    case 'number':
      return Math.min(Math.max(schema.minimum ?? 1, 1), schema.maximum ?? Number.POSITIVE_INFINITY);
    case 'boolean':
      return true;
    default:
      return null;
  }
}
