/** A number from 0 to below 1, always the same sequence for the same seed (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** True in this share of the cases. */
export function chance(random: Random, share: number): boolean {
  return random() < share;
}

/** Stand in a text of JSON for tokens that `JSON.stringify` does not write. */
const RAW_TOKENS: Readonly<Record<string, string>> = {
  '@huge': '1e400',
  '@tiny': '-1e-400',
  '@digits': '9'.repeat(400),
  '@escape': '"\\u0000\\ud800"',
  '@twice': '1,"page":2,"page":"3"',
};

/** JSON of a value, with the raw tokens in it. */
export function hostileJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return Object.entries(RAW_TOKENS).reduce((json, [mark, token]) => json.replaceAll(`"${mark}"`, token), text);
}

const TEXTS: readonly string[] = [
  ...['', ' ', '\t', '0', '-1', '1e999', '0x10', 'null', 'undefined', 'NaN', 'true', '[]', '{}', '٣', '½'],
  ...['a\0b', 'a\ud83d', '\udc00', 'a\u202eb', 'a\u200bb', 'a\r\nb: c', '\u2028', '\ufeff', 'İ', 'ﬀ', '👨‍👩‍👧‍👦'],
  ...[
    "'; drop table person; --",
    '" or 1=1',
    '%',
    '_',
    '\\',
    '%00',
    '%2e%2e%2f',
    '../../../etc/passwd',
    '$1',
    '{{7*7}}',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=x>',
    'javascript:alert(1)',
    '//evil.example',
    '/\t/evil.example',
  ],
  ...['=1+1', '@SUM(1)', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'C:\\', 'CON', '\x7f'],
  ...['2026-02-30', '0000-00-00', '+275760-09-14', '9999-12-31', '2026-11-25T25:00:00Z', '-271821-04-20T00:00:00Z'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '00000000-0000-0000-0000-00000000000g',
  ],
  ...[
    'a@b',
    'a@b.example\nbcc: c@d.example',
    '"a b"@c.example',
    'a@[127.0.0.1]',
    `${'a'.repeat(64)}@${'b'.repeat(190)}.example`,
  ],
  'a'.repeat(300),
  'é'.repeat(5_000),
  '9'.repeat(1_000),
];

const NUMBERS: readonly unknown[] = [
  ...[0, -0, -1, 1.5, 0.1, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e21, 1e308, -1e308, 5e-324],
  ...Object.keys(RAW_TOKENS),
];

const SHAPES: readonly unknown[] = [
  ...[null, true, false, [], {}, [[]], [null], [{}], { length: 1e9 }, { toString: 1 }, { toJSON: 'x' }],
  JSON.parse('{"then":1}'),
  JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"role":"provider"}}}'),
  Array.from({ length: 500 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key${index}`, index])),
  nested(200),
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value that no field expects. */
export function hostileValue(random: Random, ids: readonly string[]): unknown {
  const kind = random();
  if (kind < 0.45) return pick(random, TEXTS);
  if (kind < 0.65) return pick(random, NUMBERS);
  if (kind < 0.8) return pick(random, SHAPES);
  return pick(random, ids);
}

export function hostileText(random: Random, ids: readonly string[]): string {
  return chance(random, 0.7) ? pick(random, TEXTS) : pick(random, ids);
}

/** A value with a few of its parts, at any depth, replaced, removed or added. */
export function mutated(random: Random, value: unknown, ids: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || chance(random, 0.05)) return hostileValue(random, ids);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance(random, 0.2)) return [...value, hostileValue(random, ids)];
    const changed = Math.floor(random() * value.length);
    return value.map((item, index) => (index === changed ? mutated(random, item, ids) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || chance(random, 0.1)) {
    return { ...value, [pick(random, TEXTS)]: hostileValue(random, ids) };
  }
  const changed = Math.floor(random() * entries.length);
  if (chance(random, 0.1)) return Object.fromEntries(entries.filter((_, index) => index !== changed));
  return Object.fromEntries(
    entries.map(([name, inner], index) => [name, index === changed ? mutated(random, inner, ids) : inner]),
  );
}
