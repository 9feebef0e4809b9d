import { z } from 'zod';
import { assert } from '#platform/refusal.ts';
import type { JsonSchema } from './openapi-example.ts';

/** Schemas with a name of their own (`.meta({ id })`), described once in the document. */
export type Components = Record<string, JsonSchema>;

/** JSON Schema of a Zod schema, as OpenAPI 3.1 takes it; named schemas go to `components`. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  const {
    $schema: _,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema as JsonSchema, io),
  }) as JsonSchema & { $schema?: string };
  for (const [name, definition] of Object.entries($defs ?? {})) {
    const moved = movedReferences(definition);
    const known = components[name];
    assert(
      known === undefined || JSON.stringify(known) === JSON.stringify(moved),
      `two different schemas are named ${name}`,
    );
    components[name] = moved;
  }
  return movedReferences(root);
}

/** Leaves out what repeats the format or says nothing, and what would forbid new fields in answers. */
function simplify(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.contentEncoding === 'binary') delete schema.contentEncoding;
}

function movedReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}

/** Names of the fields of a schema, at any depth, that say nothing about their meaning. */
export function fieldsWithoutDescription(
  schema: JsonSchema,
  components: Readonly<Components>,
  path: readonly string[] = [],
): string[] {
  const inner = [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
  ].flatMap((one) => fieldsWithoutDescription(one, components, path));
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const missing = isDescribed(property, components) ? [] : [[...path, name].join('.')];
    return [...missing, ...fieldsWithoutDescription(property, components, [...path, name])];
  });
  return [...new Set([...own, ...inner])];
}

/** A description is at the field, at the named schema behind it, or at the one kind of value that it may have. */
function isDescribed(schema: JsonSchema, components: Readonly<Components>): boolean {
  if ((schema.description ?? '').trim() !== '') return true;
  if (schema.const !== undefined) return true;
  const target = schema.$ref === undefined ? undefined : components[schema.$ref.replace('#/components/schemas/', '')];
  if (target !== undefined) return isDescribed(target, components);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  return choices.length === 1 && choices[0] !== undefined && isDescribed(choices[0], components);
}
