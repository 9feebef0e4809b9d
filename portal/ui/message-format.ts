/**
 * Values of a message by argument name. `null` is shown as nothing; a name that the message needs and that is absent or
 * undefined is an error.
 */
export type MessageValues = Readonly<Record<string, unknown>>;

type Part =
  | string
  | Readonly<{ kind: 'argument'; name: string }>
  /** `#`: the number of the plural around it. */
  | Readonly<{ kind: 'number'; name: string }>
  | Readonly<{ kind: 'plural' | 'select'; name: string; options: ReadonlyMap<string, readonly Part[]> }>;

/**
 * Compiles a text of the ICU MessageFormat subset that the portal's messages use: `{name}`, `{name, plural, …}` with
 * `=N` and the categories of the language, `{name, select, …}`, and `#`. Two apostrophes are one. `messages.test.ts`
 * compares the results with `intl-messageformat`, the reference implementation, which is too large for a browser: this
 * file is 1 kB compressed, that one with its parser 14 kB.
 *
 * @throws on a text outside the subset
 */
export function compileMessage(text: string, tag: string): (values?: MessageValues) => string {
  const parts = parseMessage(text);
  const [only] = parts;
  if (parts.length === 0) return () => '';
  if (parts.length === 1 && typeof only === 'string') return () => only;
  return (values = {}) => format(parts, values, tag);
}

function format(parts: readonly Part[], values: MessageValues, tag: string): string {
  return parts.map((part) => (typeof part === 'string' ? part : formatPart(part, values, tag))).join('');
}

function formatPart(part: Exclude<Part, string>, values: MessageValues, tag: string): string {
  const value = values[part.name];
  if (value === undefined) throw new Error(`the value "${part.name}" is missing`);
  switch (part.kind) {
    case 'argument':
      return value === null ? '' : String(value);
    case 'number':
      return formatterOf(numberFormats, tag, Intl.NumberFormat).format(Number(value));
    case 'plural': {
      const category = formatterOf(pluralRules, tag, Intl.PluralRules).select(Number(value));
      return format(optionOf(part, `=${value}`) ?? optionOf(part, category) ?? other(part), values, tag);
    }
    case 'select':
      return format(optionOf(part, String(value)) ?? other(part), values, tag);
  }
}

type Choice = Extract<Part, { options: unknown }>;

function optionOf({ options }: Choice, key: string): readonly Part[] | undefined {
  return options.get(key);
}

function other(choice: Choice): readonly Part[] {
  const parts = choice.options.get('other');
  if (parts === undefined) throw new Error(`the choice "${choice.name}" has no "other"`);
  return parts;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const pluralRules = new Map<string, Intl.PluralRules>();

/** Formatters are slow to make, so that there is one for each language. */
function formatterOf<Formatter>(made: Map<string, Formatter>, tag: string, Make: new (tag: string) => Formatter) {
  const formatter = made.get(tag) ?? new Make(tag);
  made.set(tag, formatter);
  return formatter;
}

/** The parts of a text; an error names what was expected and the position from 0. */
export function parseMessage(text: string): readonly Part[] {
  let position = 0;

  function take(pattern: RegExp, expected: string): string {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = position;
    const found = sticky.exec(text)?.[0];
    if (found === undefined) throw new Error(`${expected} is expected at ${position} of "${text}"`);
    position = sticky.lastIndex;
    return found;
  }

  /**
   * Reads up to the end of the text or the brace that closes an option; `plural` is the argument that `#` stands for.
   */
  function parts(plural: string | undefined, depth: number): Part[] {
    const read: Part[] = [];
    while (position < text.length && !(depth > 0 && text[position] === '}')) {
      if (text[position] === '{') read.push(argument(plural, depth));
      else if (text[position] === '#' && plural !== undefined) {
        position += 1;
        read.push({ kind: 'number', name: plural });
      } else read.push(take(plural === undefined ? /[^{}]+/ : /[^{}#]+/, 'text').replaceAll("''", "'"));
    }
    return read;
  }

  function argument(plural: string | undefined, depth: number): Part {
    take(/\{\s*/, 'an argument');
    const name = take(/\w+\s*/, 'a name').trim();
    if (text[position] === '}') {
      position += 1;
      return { kind: 'argument', name };
    }
    const kind = take(/,\s*(?:plural|select)\s*,\s*/, 'plural or select').replace(/[\s,]/g, '') as 'plural' | 'select';
    const options = new Map<string, readonly Part[]>();
    while (text[position] !== '}') {
      const key = take(/[=\w]+\s*/, 'an option').trim();
      take(/\{/, 'a text in braces');
      options.set(key, parts(kind === 'plural' ? name : plural, depth + 1));
      take(/\}\s*/, 'a closing brace');
    }
    position += 1;
    return { kind, name, options };
  }

  return parts(undefined, 0);
}
