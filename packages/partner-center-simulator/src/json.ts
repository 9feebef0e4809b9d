/** A value as JSON can carry it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** A JSON object. */
export type Fields = { [name: string]: Json };

/** What a record holds under a key that came from outside; `constructor` and its like are not in it. */
export function entryOf<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isFields(value: Json | undefined): value is Fields {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
}
